CREATE FUNCTION law_run_life_insert() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (SELECT 1 FROM fresh WHERE state NOT IN ('calculated', 'proposed')) THEN
    RAISE EXCEPTION 'law run_life: a run begins calculated or proposed'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_run_life_insert AFTER INSERT ON runs_run
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_run_life_insert();
CREATE FUNCTION law_run_life_update() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM was LEFT JOIN fresh ON fresh.id = was.id
    WHERE fresh.id IS NULL OR was.state <> 'calculated' AND {changed}
  ) THEN
    RAISE EXCEPTION 'law run_life: what was proposed stays as it was; another result is another run'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM was JOIN fresh USING (id)
    WHERE fresh.state <> was.state AND was.state || '>' || fresh.state NOT IN (
      'calculated>proposed', 'proposed>approved', 'proposed>returned', 'proposed>stale', 'approved>posted',
      'approved>stale', 'proposed>posted_unapproved'
    )
  ) THEN
    RAISE EXCEPTION 'law run_life: a run is proposed, then approved, returned or stale, then posted or stale'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM was JOIN fresh USING (id)
    WHERE fresh.state = 'approved' AND was.state <> 'approved' AND NOT EXISTS (
      SELECT 1 FROM runs_approval a
      WHERE a.run_id = fresh.id AND a.decision = 'approved' AND a.run_hash = fresh.run_hash
    )
  ) THEN
    RAISE EXCEPTION 'law run_life: a run is approved by an approval of the hash that it has'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM was JOIN fresh r USING (id)
    WHERE r.state = 'posted_unapproved' AND was.state <> 'posted_unapproved' AND NOT ({alone})
  ) THEN
    RAISE EXCEPTION 'law run_life: without an approval a run is posted only where nobody else may approve'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_run_life_update AFTER UPDATE ON runs_run
REFERENCING OLD TABLE AS was NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_run_life_update();
