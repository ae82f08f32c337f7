CREATE TRIGGER law_proposal_life_insert BEFORE INSERT ON runs_proposal
WHEN NEW.state <> 'proposed'
BEGIN
  SELECT RAISE(ABORT, 'law proposal_life: a proposal begins proposed');
END;
CREATE TRIGGER law_proposal_life_update BEFORE UPDATE ON runs_proposal
BEGIN
  SELECT RAISE(ABORT, 'law proposal_life: what is proposed never changes; another amount is another run')
  WHERE {changed};
  SELECT RAISE(ABORT, 'law proposal_life: a proposal is approved or returned, and posted once approved')
  WHERE NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state)
    NOT IN ('proposed>approved', 'proposed>returned', 'approved>posted', 'proposed>posted');
  SELECT RAISE(ABORT, 'law proposal_life: a proposal that nobody approved is posted with its run, where one is alone')
  WHERE OLD.state = 'proposed' AND NEW.state = 'posted'
    AND 'posted_unapproved' IS NOT (SELECT state FROM runs_run WHERE id = NEW.run_id);
  SELECT RAISE(ABORT, 'law proposal_life: a proposal is approved with its run')
  WHERE NEW.state = 'approved' AND OLD.state <> 'approved' AND NOT EXISTS (
    SELECT 1 FROM runs_approval a JOIN runs_run r ON r.id = a.run_id
    WHERE a.run_id = NEW.run_id AND a.decision = 'approved' AND a.run_hash = r.run_hash
  );
END;
