-- That a period is not closed while this is being written is held by the lock that posters and the closer take.
CREATE FUNCTION law_open_period() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
DECLARE
  bad record;
BEGIN
  SELECT f.entity_id, f.accounting_on INTO bad
  FROM (SELECT DISTINCT entity_id, accounting_on FROM fresh) f
  WHERE NOT EXISTS (
    SELECT 1 FROM entities_period p
    WHERE p.entity_id = f.entity_id AND p.starts_on <= f.accounting_on AND p.ends_on >= f.accounting_on
      AND p.state <> 'closed'
  )
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'law open_period: the accounting day lies in a closed period, or in none'
      USING ERRCODE = 'integrity_constraint_violation',
      DETAIL = format('%s of entity %s', date '1970-01-01' + bad.accounting_on, bad.entity_id);
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_open_period AFTER INSERT ON {table}
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_open_period();
