CREATE FUNCTION law_approval() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
DECLARE
  bad text;
BEGIN
  SELECT CASE
    WHEN r.prepared_by IN (f.decided_by, f.authority_of)
      THEN 'whoever prepared a run does not decide on it, nor lends a role for it'
    WHEN r.id IS NULL OR r.state <> 'proposed' OR r.run_hash <> f.run_hash
      THEN 'a decision is on a proposed run, and on the hash that it has'
    WHEN NOT EXISTS (
      SELECT 1 FROM access_step_up s
      WHERE s.id = f.step_up_id AND s.user_id = f.decided_by AND s.entity_id = f.entity_id
        AND s.bound_hash = f.run_hash AND s.expires_at >= f.recorded_at
    ) THEN 'it needs a fresh proof of identity of who decides, bound to this hash'
    WHEN NOT EXISTS (
      SELECT 1 FROM entities_entity_clock c WHERE c.entity_id = f.entity_id AND c.recorded_at <= f.recorded_at
    ) THEN 'a decision is recorded by the clock of the entity'
    WHEN true IS DISTINCT FROM (
      SELECT g.granted FROM access_grant g
      WHERE g.user_id = f.authority_of AND g.entity_id = f.entity_id AND g.role = 'approver'
      ORDER BY g.known_seq DESC LIMIT 1
    ) OR (f.authority_of <> f.decided_by AND true IS DISTINCT FROM (
      SELECT f.recorded_at / 86400000000 BETWEEN d.starts_on AND d.ends_on FROM access_delegation d
      WHERE d.from_user = f.authority_of AND d.to_user = f.decided_by AND d.entity_id = f.entity_id
        AND d.role = 'approver'
      ORDER BY d.known_seq DESC LIMIT 1
    )) THEN 'it rests on the role of an approver of the entity, held or lent'
    WHEN f.amount_minor <> (SELECT coalesce(sum(abs(amount_minor)), 0) FROM runs_proposal WHERE run_id = f.run_id)
      + (SELECT coalesce(sum(abs(amount_minor)), 0) FROM runs_overlay WHERE run_id = f.run_id)
      THEN 'it says how much the run changes'
    END AS reason INTO bad
  FROM fresh f LEFT JOIN runs_run r ON r.id = f.run_id
  ORDER BY reason NULLS LAST LIMIT 1;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'law approval: %', bad USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_approval AFTER INSERT ON runs_approval
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_approval();
CREATE FUNCTION law_approval_limit() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f JOIN runs_run r ON r.id = f.run_id JOIN entities_book b ON b.id = r.book_id
    WHERE f.decision = 'approved' AND (
      SELECT l.amount_minor FROM access_approval_limit l
      WHERE l.user_id = f.authority_of AND l.entity_id = f.entity_id AND l.currency = b.currency
        AND l.valid_from <= r.as_of
      ORDER BY l.valid_from DESC, l.known_seq DESC LIMIT 1
    ) < (
      SELECT coalesce(sum(a.amount_minor), 0) FROM runs_approval a
      JOIN runs_run o ON o.id = a.run_id JOIN entities_book k ON k.id = o.book_id
      WHERE a.entity_id = f.entity_id AND a.authority_of = f.authority_of AND a.decision = 'approved'
        AND (o.state IN ('approved', 'posted') OR a.id = f.id) AND k.currency = b.currency
        AND (o.as_of = r.as_of OR EXISTS (
          SELECT 1 FROM entities_period p WHERE p.entity_id = f.entity_id
            AND r.as_of BETWEEN p.starts_on AND p.ends_on AND o.as_of BETWEEN p.starts_on AND p.ends_on
        ))
    )
  ) THEN
    RAISE EXCEPTION 'law approval: what somebody approves in a period stays within their limit'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_approval_limit AFTER INSERT ON runs_approval
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_approval_limit();
CREATE FUNCTION law_approval_reviewed() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f JOIN runs_run r ON r.id = f.run_id JOIN access_approval_rule u ON u.id = (
      SELECT id FROM access_approval_rule WHERE entity_id = r.entity_id AND valid_from <= r.as_of
      ORDER BY valid_from DESC, known_seq DESC LIMIT 1
    )
    WHERE f.decision = 'approved' AND u.profile = 'separate' AND (
      EXISTS (SELECT 1 FROM runs_review v WHERE v.run_id = r.id AND v.reviewed_by = f.decided_by AND v.decision = 'accepted')
      OR EXISTS (
        SELECT 1 FROM (
          SELECT id, amount_minor FROM runs_proposal WHERE run_id = r.id
          UNION ALL SELECT 0, amount_minor FROM runs_overlay WHERE run_id = r.id
        ) p WHERE abs(p.amount_minor) > u.auto_accept_minor AND NOT EXISTS (
          SELECT 1 FROM runs_review v WHERE v.run_id = r.id AND coalesce(v.proposal_id, 0) = p.id
            AND v.decision = 'accepted' AND v.run_hash = r.run_hash
        )
      )
    )
  ) THEN
    RAISE EXCEPTION 'law approval: where reviewer and approver are separate, another person has accepted every line'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_approval_reviewed AFTER INSERT ON runs_approval
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_approval_reviewed();
