CREATE TRIGGER law_journal_decided BEFORE INSERT ON ledger_journal_decision
BEGIN
  SELECT RAISE(ABORT, 'law journal_decided: whoever drafted a journal does not decide on it')
  WHERE NEW.decided_by = (SELECT drafted_by FROM ledger_journal_draft WHERE id = NEW.draft_id);
  SELECT RAISE(ABORT, 'law journal_decided: a decision is on the hash that the draft has')
  WHERE NOT EXISTS (
    SELECT 1 FROM ledger_journal_draft d WHERE d.id = NEW.draft_id AND d.draft_hash = NEW.draft_hash
  );
  SELECT RAISE(ABORT, 'law journal_decided: it needs a fresh proof of identity of who decides, bound to this hash')
  WHERE NOT EXISTS (
    SELECT 1 FROM access_step_up s
    WHERE s.id = NEW.step_up_id AND s.user_id = NEW.decided_by AND s.entity_id = NEW.entity_id
      AND s.bound_hash = NEW.draft_hash AND s.expires_at >= NEW.recorded_at
  );
  SELECT RAISE(ABORT, 'law journal_decided: a decision is recorded by the clock of the entity')
  WHERE NOT EXISTS (
    SELECT 1 FROM entities_entity_clock c WHERE c.entity_id = NEW.entity_id AND c.recorded_at <= NEW.recorded_at
  );
  SELECT RAISE(ABORT, 'law journal_decided: who decides holds the role of approver in the entity')
  WHERE 1 IS NOT (
    SELECT g.granted FROM access_grant g
    WHERE g.user_id = NEW.decided_by AND g.entity_id = NEW.entity_id AND g.role = 'approver'
    ORDER BY g.known_seq DESC LIMIT 1
  );
END;
