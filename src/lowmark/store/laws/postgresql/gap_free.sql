-- The counter hands a number out before its entry is written, so an entry is never ahead of it, and never leaves a gap.
CREATE FUNCTION law_gap_free_entry() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f
    WHERE NOT EXISTS (
      SELECT 1 FROM ledger_journal_counter c
      WHERE c.book_id = f.book_id AND c.journal = f.journal AND c.fiscal_year = f.fiscal_year
        AND f.number BETWEEN 1 AND c.last_number
    )
  ) THEN
    RAISE EXCEPTION 'law gap_free: an entry takes its number from the counter of its journal'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM fresh f
    WHERE f.number > 1 AND NOT EXISTS (
      SELECT 1 FROM ledger_entry e
      WHERE e.book_id = f.book_id AND e.journal = f.journal AND e.fiscal_year = f.fiscal_year
        AND e.number = f.number - 1
    )
  ) THEN
    RAISE EXCEPTION 'law gap_free: an entry follows the one numbered before it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_gap_free AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_gap_free_entry();
CREATE FUNCTION law_gap_free_counter_update() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM was LEFT JOIN fresh
      ON (fresh.entity_id, fresh.book_id, fresh.journal, fresh.fiscal_year)
        = (was.entity_id, was.book_id, was.journal, was.fiscal_year)
    WHERE fresh.book_id IS NULL OR fresh.last_number < was.last_number
  ) THEN
    RAISE EXCEPTION 'law gap_free: the counter of a journal only goes up'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_gap_free_update AFTER UPDATE ON ledger_journal_counter
REFERENCING OLD TABLE AS was NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_gap_free_counter_update();
CREATE FUNCTION law_gap_free_counter_insert() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f JOIN ledger_entry e
      ON e.book_id = f.book_id AND e.journal = f.journal AND e.fiscal_year = f.fiscal_year AND e.number > f.last_number
  ) THEN
    RAISE EXCEPTION 'law gap_free: the counter of a journal does not begin behind its entries'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_gap_free_insert AFTER INSERT ON ledger_journal_counter
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_gap_free_counter_insert();
