CREATE TRIGGER law_control_accounts BEFORE INSERT ON ledger_entry
WHEN NEW.source <> 'subledger' AND EXISTS (
  SELECT 1 FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
  WHERE l.entry_id = NEW.id AND a.kind = 'control'
)
BEGIN
  SELECT RAISE(ABORT, 'law control_accounts: a control account takes entries of the subledger only');
END;
