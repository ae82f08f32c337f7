CREATE FUNCTION law_draft_decided_{table}() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
DECLARE
  bad text;
BEGIN
  SELECT CASE
    WHEN d.drafted_by = f.decided_by THEN 'whoever drafted it does not decide on it'
    WHEN d.id IS NULL OR NOT ({same}) THEN 'a decision is on a draft that is there, and on the hash that it has'
    WHEN NOT EXISTS (
      SELECT 1 FROM access_step_up s
      WHERE s.id = f.step_up_id AND s.user_id = f.decided_by AND s.entity_id = f.entity_id
        AND s.bound_hash = f.{hash} AND s.expires_at >= f.recorded_at
    ) THEN 'it needs a fresh proof of identity of who decides, bound to this hash'
    WHEN NOT EXISTS (
      SELECT 1 FROM entities_entity_clock c WHERE c.entity_id = f.entity_id AND c.recorded_at <= f.recorded_at
    ) THEN 'a decision is recorded by the clock of the entity'
    WHEN true IS DISTINCT FROM (
      SELECT g.granted FROM access_grant g
      WHERE g.user_id = f.decided_by AND g.entity_id = f.entity_id AND g.role = 'approver'
      ORDER BY g.known_seq DESC LIMIT 1
    ) THEN 'who decides holds the role of approver in the entity'
    END AS reason INTO bad
  FROM fresh f LEFT JOIN {draft} d ON d.id = f.{of}
  ORDER BY reason NULLS LAST LIMIT 1;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'law draft_decided: %', bad USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_draft_decided_{table} AFTER INSERT ON {table}
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_draft_decided_{table}();
