CREATE TRIGGER law_draft_decided_{table} BEFORE INSERT ON {table}
BEGIN
  SELECT RAISE(ABORT, 'law draft_decided: whoever drafted it does not decide on it')
  WHERE NEW.decided_by = (SELECT drafted_by FROM {draft} WHERE id = NEW.{of});
  SELECT RAISE(ABORT, 'law draft_decided: a decision is on a draft that is there, and on the hash that it has')
  WHERE NOT EXISTS (SELECT 1 FROM {draft} d WHERE d.id = NEW.{of} AND {same});
  SELECT RAISE(ABORT, 'law draft_decided: it needs a fresh proof of identity of who decides, bound to this hash')
  WHERE NOT EXISTS (
    SELECT 1 FROM access_step_up s
    WHERE s.id = NEW.step_up_id AND s.user_id = NEW.decided_by AND s.entity_id = NEW.entity_id
      AND s.bound_hash = NEW.{hash} AND s.expires_at >= NEW.recorded_at
  );
  SELECT RAISE(ABORT, 'law draft_decided: a decision is recorded by the clock of the entity')
  WHERE NOT EXISTS (
    SELECT 1 FROM entities_entity_clock c WHERE c.entity_id = NEW.entity_id AND c.recorded_at <= NEW.recorded_at
  );
  SELECT RAISE(ABORT, 'law draft_decided: who decides holds the role of approver in the entity')
  WHERE 1 IS NOT (
    SELECT g.granted FROM access_grant g
    WHERE g.user_id = NEW.decided_by AND g.entity_id = NEW.entity_id AND g.role = 'approver'
    ORDER BY g.known_seq DESC LIMIT 1
  );
END;
