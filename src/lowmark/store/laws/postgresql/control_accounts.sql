CREATE FUNCTION law_control_accounts() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh e JOIN ledger_line l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
    WHERE e.source <> 'subledger' AND a.kind = 'control'
  ) THEN
    RAISE EXCEPTION 'law control_accounts: a control account takes entries of the subledger only'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_control_accounts AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_control_accounts();
