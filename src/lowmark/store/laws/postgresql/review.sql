CREATE FUNCTION law_review() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
DECLARE
  bad text;
BEGIN
  SELECT CASE
    WHEN r.prepared_by IN (f.reviewed_by, f.authority_of)
      THEN 'whoever prepared a run does not review it, nor lends a role for it'
    WHEN r.id IS NULL OR r.state <> 'proposed' OR r.run_hash <> f.run_hash OR (f.proposal_id IS NOT NULL
      AND r.id IS DISTINCT FROM (SELECT run_id FROM runs_proposal WHERE id = f.proposal_id))
      THEN 'it is of a proposed run, of the hash that it has, and of a line of it'
    WHEN true IS DISTINCT FROM (
      SELECT g.granted FROM access_grant g
      WHERE g.user_id = f.authority_of AND g.entity_id = f.entity_id AND g.role = 'reviewer'
      ORDER BY g.known_seq DESC LIMIT 1
    ) OR (f.authority_of <> f.reviewed_by AND true IS DISTINCT FROM (
      SELECT f.recorded_at / 86400000000 BETWEEN d.starts_on AND d.ends_on FROM access_delegation d
      WHERE d.from_user = f.authority_of AND d.to_user = f.reviewed_by AND d.entity_id = f.entity_id
        AND d.role = 'reviewer'
      ORDER BY d.known_seq DESC LIMIT 1
    )) THEN 'it rests on the role of a reviewer of the entity, held or lent'
    END AS reason INTO bad
  FROM fresh f LEFT JOIN runs_run r ON r.id = f.run_id
  ORDER BY reason NULLS LAST LIMIT 1;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'law review: %', bad USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_review AFTER INSERT ON runs_review
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_review();
