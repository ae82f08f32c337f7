CREATE TRIGGER law_clock_forward_update BEFORE UPDATE ON entities_entity_clock
WHEN NEW.entity_id <> OLD.entity_id OR NEW.known_seq < OLD.known_seq OR NEW.recorded_at < OLD.recorded_at
BEGIN
  SELECT RAISE(ABORT, 'law clock_forward: the clock of an entity never turns back');
END;
CREATE TRIGGER law_clock_forward_insert AFTER INSERT ON entities_entity_clock
WHEN {behind}
BEGIN
  SELECT RAISE(ABORT, 'law clock_forward: the clock of an entity does not begin behind its facts');
END;
