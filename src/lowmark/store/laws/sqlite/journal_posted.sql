CREATE TRIGGER law_journal_posted BEFORE INSERT ON ledger_journal_posting
BEGIN
  SELECT RAISE(ABORT, 'law journal_posted: what is posted of a draft was approved')
  WHERE NOT EXISTS (
    SELECT 1 FROM ledger_journal_decision d WHERE d.draft_id = NEW.draft_id AND d.decision = 'approved'
  );
END;
CREATE TRIGGER law_journal_posted_entry BEFORE INSERT ON ledger_entry
WHEN NEW.event IN ('manual_journal', 'manual_journal_reversed') AND NOT EXISTS (
  SELECT 1 FROM ledger_journal_posting p WHERE p.entry_id = NEW.id AND p.accounting_on = NEW.accounting_on
)
BEGIN
  SELECT RAISE(ABORT, 'law journal_posted: a journal by hand is posted of a draft');
END;
