CREATE FUNCTION law_never_deleted() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  RAISE EXCEPTION 'law never_deleted: % is referred to by facts, so its rows stay',
    TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END;
$law$;
CREATE TRIGGER law_never_deleted BEFORE DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION law_never_deleted();
