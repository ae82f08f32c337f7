CREATE TRIGGER law_period_life_insert BEFORE INSERT ON entities_period
WHEN NEW.state <> 'open'
BEGIN
  SELECT RAISE(ABORT, 'law period_life: a period begins open');
END;
CREATE TRIGGER law_period_life_reopened BEFORE INSERT ON entities_period_event WHEN NEW.event = 'reopened'
BEGIN
  SELECT RAISE(ABORT, 'law period_life: whoever closed a period does not reopen it')
  WHERE NEW.by_user = (
    SELECT by_user FROM entities_period_event WHERE period_id = NEW.period_id AND event = 'closed'
    ORDER BY known_seq DESC LIMIT 1
  );
END;
CREATE TRIGGER law_period_life_update BEFORE UPDATE ON entities_period
BEGIN
  SELECT RAISE(ABORT, 'law period_life: the entity and the days of a period never change')
  WHERE NEW.id <> OLD.id OR NEW.entity_id <> OLD.entity_id
    OR NEW.starts_on <> OLD.starts_on OR NEW.ends_on <> OLD.ends_on;
  SELECT RAISE(ABORT, 'law period_life: a period goes from open to closing to closed, and from closed to open')
  WHERE NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state)
    NOT IN ('open>closing', 'open>closed', 'closing>closed', 'closed>open');
  SELECT RAISE(ABORT, 'law period_life: a period is closed or reopened by an event that says who did it and why')
  WHERE NEW.state <> OLD.state AND NEW.state <> 'closing' AND (
    SELECT event FROM entities_period_event
    WHERE period_id = NEW.id AND event IN ('closed', 'reopened') ORDER BY known_seq DESC LIMIT 1
  ) IS NOT CASE NEW.state WHEN 'closed' THEN 'closed' ELSE 'reopened' END;
END;
