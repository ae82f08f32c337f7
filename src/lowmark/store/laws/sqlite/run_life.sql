CREATE TRIGGER law_run_life_insert BEFORE INSERT ON runs_run
WHEN NEW.state NOT IN ('calculated', 'proposed')
BEGIN
  SELECT RAISE(ABORT, 'law run_life: a run begins calculated or proposed');
END;
CREATE TRIGGER law_run_life_update BEFORE UPDATE ON runs_run
BEGIN
  SELECT RAISE(ABORT, 'law run_life: what was proposed stays as it was; another result is another run')
  WHERE (OLD.state <> 'calculated' OR NEW.id <> OLD.id) AND ({changed});
  SELECT RAISE(ABORT, 'law run_life: a run is proposed, then approved, returned or stale, then posted or stale')
  WHERE NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
    'calculated>proposed', 'proposed>approved', 'proposed>returned', 'proposed>stale', 'approved>posted',
    'approved>stale', 'proposed>posted_unapproved'
  );
  SELECT RAISE(ABORT, 'law run_life: without an approval a run is posted only where nobody else may approve')
  FROM runs_run r WHERE r.id = NEW.id AND NEW.state = 'posted_unapproved' AND OLD.state <> 'posted_unapproved'
    AND NOT ({alone});
  SELECT RAISE(ABORT, 'law run_life: a run is approved by an approval of the hash that it has')
  WHERE NEW.state = 'approved' AND OLD.state <> 'approved' AND NOT EXISTS (
    SELECT 1 FROM runs_approval a
    WHERE a.run_id = NEW.id AND a.decision = 'approved' AND a.run_hash = NEW.run_hash
  );
END;
