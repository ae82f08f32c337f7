CREATE TRIGGER law_review BEFORE INSERT ON runs_review
BEGIN
  SELECT RAISE(ABORT, 'law review: whoever prepared a run does not review it, nor lends a role for it')
  WHERE (SELECT prepared_by FROM runs_run WHERE id = NEW.run_id) IN (NEW.reviewed_by, NEW.authority_of);
  SELECT RAISE(ABORT, 'law review: it is of a proposed run, of the hash that it has, and of a line of it')
  WHERE NOT EXISTS (
    SELECT 1 FROM runs_run r WHERE r.id = NEW.run_id AND r.state = 'proposed' AND r.run_hash = NEW.run_hash
      AND (NEW.proposal_id IS NULL
        OR r.id = (SELECT run_id FROM runs_proposal WHERE id = NEW.proposal_id))
  );
  SELECT RAISE(ABORT, 'law review: it rests on the role of a reviewer of the entity, held or lent')
  WHERE 1 IS NOT (
    SELECT g.granted FROM access_grant g
    WHERE g.user_id = NEW.authority_of AND g.entity_id = NEW.entity_id AND g.role = 'reviewer'
    ORDER BY g.known_seq DESC LIMIT 1
  ) OR (NEW.authority_of <> NEW.reviewed_by AND 1 IS NOT (
    SELECT NEW.recorded_at / 86400000000 BETWEEN d.starts_on AND d.ends_on FROM access_delegation d
    WHERE d.from_user = NEW.authority_of AND d.to_user = NEW.reviewed_by AND d.entity_id = NEW.entity_id
      AND d.role = 'reviewer'
    ORDER BY d.known_seq DESC LIMIT 1
  ));
END;
