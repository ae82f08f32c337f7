CREATE FUNCTION law_period_life_insert() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (SELECT 1 FROM fresh WHERE state <> 'open') THEN
    RAISE EXCEPTION 'law period_life: a period begins open' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_period_life_insert AFTER INSERT ON entities_period
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_period_life_insert();
CREATE FUNCTION law_period_life_reopened() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f WHERE f.event = 'reopened' AND f.by_user = (
      SELECT e.by_user FROM entities_period_event e WHERE e.period_id = f.period_id AND e.event = 'closed'
      ORDER BY e.known_seq DESC LIMIT 1
    )
  ) THEN
    RAISE EXCEPTION 'law period_life: whoever closed a period does not reopen it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_period_life_reopened AFTER INSERT ON entities_period_event
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_period_life_reopened();
CREATE FUNCTION law_period_life_update() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM was LEFT JOIN fresh
      ON (fresh.id, fresh.entity_id, fresh.starts_on, fresh.ends_on)
        = (was.id, was.entity_id, was.starts_on, was.ends_on)
    WHERE fresh.id IS NULL
  ) THEN
    RAISE EXCEPTION 'law period_life: the entity and the days of a period never change'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM was JOIN fresh USING (id)
    WHERE fresh.state <> was.state AND was.state || '>' || fresh.state
      NOT IN ('open>closing', 'open>closed', 'closing>closed', 'closed>open')
  ) THEN
    RAISE EXCEPTION 'law period_life: a period goes from open to closing to closed, and from closed to open'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM was JOIN fresh USING (id)
    WHERE fresh.state <> was.state AND fresh.state <> 'closing' AND (
      SELECT e.event FROM entities_period_event e
      WHERE e.period_id = fresh.id AND e.event IN ('closed', 'reopened') ORDER BY e.known_seq DESC LIMIT 1
    ) IS DISTINCT FROM CASE fresh.state WHEN 'closed' THEN 'closed' ELSE 'reopened' END
  ) THEN
    RAISE EXCEPTION 'law period_life: a period is closed or reopened by an event that says who did it and why'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_period_life_update AFTER UPDATE ON entities_period
REFERENCING OLD TABLE AS was NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_period_life_update();
