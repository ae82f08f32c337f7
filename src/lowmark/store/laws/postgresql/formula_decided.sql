CREATE FUNCTION law_formula_decided() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
DECLARE
  bad text;
BEGIN
  SELECT CASE
    WHEN d.drafted_by = f.decided_by THEN 'whoever drafted a change of formula does not decide on it'
    WHEN d.id IS NULL THEN 'a decision is on a change that was drafted'
    WHEN NOT EXISTS (
      SELECT 1 FROM entities_entity_clock c WHERE c.entity_id = f.entity_id AND c.recorded_at <= f.recorded_at
    ) THEN 'a decision is recorded by the clock of the entity'
    WHEN true IS DISTINCT FROM (
      SELECT g.granted FROM access_grant g
      WHERE g.user_id = f.decided_by AND g.entity_id = f.entity_id AND g.role = 'approver'
      ORDER BY g.known_seq DESC LIMIT 1
    ) THEN 'who decides holds the role of approver in the entity'
    END AS reason INTO bad
  FROM fresh f LEFT JOIN stock_formula_change d ON d.id = f.formula_change_id
  ORDER BY reason NULLS LAST LIMIT 1;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'law formula_decided: %', bad USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_formula_decided AFTER INSERT ON stock_formula_change_decision
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_formula_decided();
