CREATE FUNCTION law_run_posted() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f WHERE f.run_id IS NOT NULL AND f.approval_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM runs_approval a JOIN runs_run r ON r.id = a.run_id
      WHERE a.id = f.approval_id AND a.run_id = f.run_id AND a.decision = 'approved' AND r.state = 'approved'
        AND r.prepared_by <> f.posted_by
    )
  ) THEN
    RAISE EXCEPTION 'law run_posted: an entry of a run cites its approval, and is posted by somebody else than its preparer'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM fresh f WHERE f.run_id IS NOT NULL AND f.approval_id IS NULL AND NOT EXISTS (
      SELECT 1 FROM runs_run r WHERE r.id = f.run_id AND r.state = 'proposed' AND {alone}
    )
  ) THEN
    RAISE EXCEPTION 'law run_posted: without an approval a run is posted only where nobody else may approve'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_run_posted AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_run_posted();
