CREATE FUNCTION law_journal_posted() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f WHERE NOT EXISTS (
      SELECT 1 FROM ledger_journal_decision d WHERE d.draft_id = f.draft_id AND d.decision = 'approved'
    )
  ) THEN
    RAISE EXCEPTION 'law journal_posted: what is posted of a draft was approved'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_journal_posted AFTER INSERT ON ledger_journal_posting
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_journal_posted();
CREATE FUNCTION law_journal_posted_entry() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f
    WHERE f.event IN ('manual_journal', 'manual_journal_reversed') AND NOT EXISTS (
      SELECT 1 FROM ledger_journal_posting p WHERE p.entry_id = f.id AND p.accounting_on = f.accounting_on
    )
  ) THEN
    RAISE EXCEPTION 'law journal_posted: a journal by hand is posted of a draft'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_journal_posted_entry AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_journal_posted_entry();
