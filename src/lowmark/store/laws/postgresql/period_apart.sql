-- The constraint waits for the commit, so that the sentence comes first; it is there for two transactions at once.
ALTER TABLE entities_period ADD CONSTRAINT law_period_apart EXCLUDE USING gist
(int8range(entity_id, entity_id, '[]') WITH &&, int4range(starts_on, greatest(starts_on, ends_on), '[]') WITH &&)
DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION law_period_apart() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f JOIN entities_period p ON p.entity_id = f.entity_id
    WHERE f.ends_on < f.starts_on OR p.id <> f.id AND p.starts_on <= f.ends_on AND p.ends_on >= f.starts_on
  ) THEN
    RAISE EXCEPTION 'law period_apart: periods of an entity do not overlap, and end after they start'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_period_apart AFTER INSERT ON entities_period
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_period_apart();
