CREATE FUNCTION law_run_complete() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM (SELECT DISTINCT run_id FROM fresh) f JOIN runs_run r ON r.id = f.run_id
    WHERE r.state NOT IN ('calculated', 'proposed')
  ) THEN
    RAISE EXCEPTION 'law run_complete: the run has been decided, and nothing joins it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_run_complete AFTER INSERT ON {table}
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_run_complete();
