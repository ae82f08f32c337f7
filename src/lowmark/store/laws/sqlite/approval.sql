CREATE TRIGGER law_approval BEFORE INSERT ON runs_approval
BEGIN
  SELECT RAISE(ABORT, 'law approval: whoever prepared a run does not decide on it')
  WHERE NEW.decided_by = (SELECT prepared_by FROM runs_run WHERE id = NEW.run_id);
  SELECT RAISE(ABORT, 'law approval: a decision is on a proposed run, and on the hash that it has')
  WHERE NOT EXISTS (
    SELECT 1 FROM runs_run r WHERE r.id = NEW.run_id AND r.state = 'proposed' AND r.run_hash = NEW.run_hash
  );
  SELECT RAISE(ABORT, 'law approval: it needs a fresh proof of identity of who decides, bound to this hash')
  WHERE NOT EXISTS (
    SELECT 1 FROM access_step_up s
    WHERE s.id = NEW.step_up_id AND s.user_id = NEW.decided_by AND s.entity_id = NEW.entity_id
      AND s.bound_hash = NEW.run_hash AND s.expires_at >= NEW.recorded_at
  );
  SELECT RAISE(ABORT, 'law approval: a decision is recorded by the clock of the entity')
  WHERE NOT EXISTS (
    SELECT 1 FROM entities_entity_clock c WHERE c.entity_id = NEW.entity_id AND c.recorded_at <= NEW.recorded_at
  );
  SELECT RAISE(ABORT, 'law approval: who decides holds the role of approver in the entity')
  WHERE 1 IS NOT (
    SELECT g.granted FROM access_grant g
    WHERE g.user_id = NEW.decided_by AND g.entity_id = NEW.entity_id AND g.role = 'approver'
    ORDER BY g.known_seq DESC LIMIT 1
  );
END;
