-- The counter hands a number out before its entry is written, so an entry is never ahead of it, and never leaves a gap.
CREATE TRIGGER law_gap_free_entry BEFORE INSERT ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'law gap_free: an entry takes its number from the counter of its journal')
  WHERE NOT EXISTS (
    SELECT 1 FROM ledger_journal_counter c
    WHERE c.book_id = NEW.book_id AND c.journal = NEW.journal AND c.fiscal_year = NEW.fiscal_year
      AND NEW.number BETWEEN 1 AND c.last_number
  );
  SELECT RAISE(ABORT, 'law gap_free: an entry follows the one numbered before it')
  WHERE NEW.number > 1 AND NOT EXISTS (
    SELECT 1 FROM ledger_entry e
    WHERE e.book_id = NEW.book_id AND e.journal = NEW.journal AND e.fiscal_year = NEW.fiscal_year
      AND e.number = NEW.number - 1
  );
END;
CREATE TRIGGER law_gap_free_counter_update BEFORE UPDATE ON ledger_journal_counter
WHEN NEW.last_number < OLD.last_number OR NEW.entity_id <> OLD.entity_id OR NEW.book_id <> OLD.book_id
  OR NEW.journal <> OLD.journal OR NEW.fiscal_year <> OLD.fiscal_year
BEGIN
  SELECT RAISE(ABORT, 'law gap_free: the counter of a journal only goes up');
END;
CREATE TRIGGER law_gap_free_counter_insert AFTER INSERT ON ledger_journal_counter
WHEN EXISTS (
  SELECT 1 FROM ledger_entry e
  WHERE e.book_id = NEW.book_id AND e.journal = NEW.journal AND e.fiscal_year = NEW.fiscal_year
    AND e.number > NEW.last_number
)
BEGIN
  SELECT RAISE(ABORT, 'law gap_free: the counter of a journal does not begin behind its entries');
END;
