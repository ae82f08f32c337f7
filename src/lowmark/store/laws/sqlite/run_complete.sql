CREATE TRIGGER law_run_complete_{table} BEFORE INSERT ON {table}
WHEN (SELECT state FROM runs_run WHERE id = NEW.run_id) NOT IN ('calculated', 'proposed')
BEGIN
  SELECT RAISE(ABORT, 'law run_complete: the run has been decided, and nothing joins it');
END;
