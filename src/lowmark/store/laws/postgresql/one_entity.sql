CREATE FUNCTION law_one_entity_{table}() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f
    WHERE {strange}
  ) THEN
    RAISE EXCEPTION 'law one_entity: a row of {table} refers to rows of its own entity and catalogue only'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_one_entity AFTER INSERT ON {table}
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_one_entity_{table}();
