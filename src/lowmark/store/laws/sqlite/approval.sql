CREATE TRIGGER law_approval BEFORE INSERT ON runs_approval
BEGIN
  SELECT RAISE(ABORT, 'law approval: whoever prepared a run does not decide on it, nor lends a role for it')
  WHERE (SELECT prepared_by FROM runs_run WHERE id = NEW.run_id) IN (NEW.decided_by, NEW.authority_of);
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
  SELECT RAISE(ABORT, 'law approval: it rests on the role of an approver of the entity, held or lent')
  WHERE 1 IS NOT (
    SELECT g.granted FROM access_grant g
    WHERE g.user_id = NEW.authority_of AND g.entity_id = NEW.entity_id AND g.role = 'approver'
    ORDER BY g.known_seq DESC LIMIT 1
  ) OR (NEW.authority_of <> NEW.decided_by AND 1 IS NOT (
    SELECT NEW.recorded_at / 86400000000 BETWEEN d.starts_on AND d.ends_on FROM access_delegation d
    WHERE d.from_user = NEW.authority_of AND d.to_user = NEW.decided_by AND d.entity_id = NEW.entity_id
      AND d.role = 'approver'
    ORDER BY d.known_seq DESC LIMIT 1
  ));
  SELECT RAISE(ABORT, 'law approval: it says how much the run changes')
  WHERE NEW.amount_minor <> (SELECT coalesce(sum(abs(amount_minor)), 0) FROM runs_proposal WHERE run_id = NEW.run_id)
    + (SELECT coalesce(sum(abs(amount_minor)), 0) FROM runs_overlay WHERE run_id = NEW.run_id);
END;
CREATE TRIGGER law_approval_limit BEFORE INSERT ON runs_approval WHEN NEW.decision = 'approved'
BEGIN
  SELECT RAISE(ABORT, 'law approval: what somebody approves in a period stays within their limit')
  FROM runs_run r JOIN entities_book b ON b.id = r.book_id
  WHERE r.id = NEW.run_id AND (
    SELECT l.amount_minor FROM access_approval_limit l
    WHERE l.user_id = NEW.authority_of AND l.entity_id = NEW.entity_id AND l.currency = b.currency
      AND l.valid_from <= r.as_of
    ORDER BY l.valid_from DESC, l.known_seq DESC LIMIT 1
  ) < NEW.amount_minor + (
    SELECT coalesce(sum(a.amount_minor), 0) FROM runs_approval a
    JOIN runs_run o ON o.id = a.run_id JOIN entities_book k ON k.id = o.book_id
    WHERE a.entity_id = NEW.entity_id AND a.authority_of = NEW.authority_of AND a.decision = 'approved'
      AND o.state IN ('approved', 'posted') AND k.currency = b.currency AND (o.as_of = r.as_of OR EXISTS (
        SELECT 1 FROM entities_period p WHERE p.entity_id = NEW.entity_id
          AND r.as_of BETWEEN p.starts_on AND p.ends_on AND o.as_of BETWEEN p.starts_on AND p.ends_on
      ))
  );
END;
CREATE TRIGGER law_approval_reviewed BEFORE INSERT ON runs_approval WHEN NEW.decision = 'approved'
BEGIN
  SELECT RAISE(ABORT, 'law approval: where reviewer and approver are separate, another person has accepted every line')
  FROM runs_run r JOIN access_approval_rule u ON u.id = (
    SELECT id FROM access_approval_rule WHERE entity_id = r.entity_id AND valid_from <= r.as_of
    ORDER BY valid_from DESC, known_seq DESC LIMIT 1
  )
  WHERE r.id = NEW.run_id AND u.profile = 'separate' AND (
    EXISTS (SELECT 1 FROM runs_review WHERE run_id = r.id AND reviewed_by = NEW.decided_by AND decision = 'accepted')
    OR EXISTS (
      SELECT 1 FROM (
        SELECT id, amount_minor FROM runs_proposal WHERE run_id = r.id
        UNION ALL SELECT 0, amount_minor FROM runs_overlay WHERE run_id = r.id
      ) p WHERE abs(p.amount_minor) > u.auto_accept_minor AND NOT EXISTS (
        SELECT 1 FROM runs_review v WHERE v.run_id = r.id AND coalesce(v.proposal_id, 0) = p.id
          AND v.decision = 'accepted' AND v.run_hash = r.run_hash
      )
    )
  );
END;
