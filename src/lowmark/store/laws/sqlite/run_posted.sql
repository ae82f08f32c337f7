CREATE TRIGGER law_run_posted BEFORE INSERT ON ledger_entry WHEN NEW.run_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'law run_posted: an entry of a run cites its approval, and is posted by somebody else than its preparer')
  WHERE NEW.approval_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM runs_approval a JOIN runs_run r ON r.id = a.run_id
    WHERE a.id = NEW.approval_id AND a.run_id = NEW.run_id AND a.decision = 'approved' AND r.state = 'approved'
      AND r.prepared_by <> NEW.posted_by
  );
  SELECT RAISE(ABORT, 'law run_posted: without an approval a run is posted only where nobody else may approve')
  WHERE NEW.approval_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM runs_run r WHERE r.id = NEW.run_id AND r.state = 'proposed' AND {alone}
  );
END;
