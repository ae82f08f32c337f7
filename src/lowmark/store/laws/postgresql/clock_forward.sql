CREATE FUNCTION law_clock_forward_update() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM was LEFT JOIN fresh USING (entity_id)
    WHERE fresh.known_seq IS NULL OR fresh.known_seq < was.known_seq OR fresh.recorded_at < was.recorded_at
  ) THEN
    RAISE EXCEPTION 'law clock_forward: the clock of an entity never turns back'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_clock_forward_update AFTER UPDATE ON entities_entity_clock
REFERENCING OLD TABLE AS was NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_clock_forward_update();
CREATE FUNCTION law_clock_forward_insert() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f WHERE {behind}
  ) THEN
    RAISE EXCEPTION 'law clock_forward: the clock of an entity does not begin behind its facts'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_clock_forward_insert AFTER INSERT ON entities_entity_clock
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_clock_forward_insert();
