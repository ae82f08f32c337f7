CREATE FUNCTION law_proposal_life_insert() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (SELECT 1 FROM fresh WHERE state <> 'proposed') THEN
    RAISE EXCEPTION 'law proposal_life: a proposal begins proposed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_proposal_life_insert AFTER INSERT ON runs_proposal
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_proposal_life_insert();
CREATE FUNCTION law_proposal_life_update() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM was LEFT JOIN fresh ON fresh.id = was.id
    WHERE fresh.id IS NULL OR {changed}
  ) THEN
    RAISE EXCEPTION 'law proposal_life: what is proposed never changes; another amount is another run'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM was JOIN fresh USING (id)
    WHERE fresh.state <> was.state AND was.state || '>' || fresh.state
      NOT IN ('proposed>approved', 'proposed>returned', 'approved>posted', 'proposed>posted')
  ) THEN
    RAISE EXCEPTION 'law proposal_life: a proposal is approved or returned, and posted once approved'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM was JOIN fresh USING (id) LEFT JOIN runs_run r ON r.id = fresh.run_id
    WHERE was.state = 'proposed' AND fresh.state = 'posted' AND r.state IS DISTINCT FROM 'posted_unapproved'
  ) THEN
    RAISE EXCEPTION 'law proposal_life: a proposal that nobody approved is posted with its run, where one is alone'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM (
      SELECT DISTINCT fresh.run_id FROM was JOIN fresh USING (id)
      WHERE fresh.state = 'approved' AND was.state <> 'approved'
    ) f JOIN runs_run r ON r.id = f.run_id
    WHERE NOT EXISTS (
      SELECT 1 FROM runs_approval a
      WHERE a.run_id = r.id AND a.decision = 'approved' AND a.run_hash = r.run_hash
    )
  ) THEN
    RAISE EXCEPTION 'law proposal_life: a proposal is approved with its run'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_proposal_life_update AFTER UPDATE ON runs_proposal
REFERENCING OLD TABLE AS was NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_proposal_life_update();
