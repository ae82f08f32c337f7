-- Before the statement, whatever rows it would touch; ON CONFLICT DO UPDATE is an UPDATE too.
CREATE FUNCTION law_append_only() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  RAISE EXCEPTION 'law append_only: % holds facts, which are never changed or removed; a correction is a new fact',
    TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END;
$law$;
CREATE TRIGGER law_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION law_append_only();
