-- The days of a period never change, so its beginning is the only moment at which it can overlap another.
CREATE TRIGGER law_period_apart BEFORE INSERT ON entities_period
WHEN NEW.ends_on < NEW.starts_on OR EXISTS (
  SELECT 1 FROM entities_period p
  WHERE p.entity_id = NEW.entity_id AND p.starts_on <= NEW.ends_on AND p.ends_on >= NEW.starts_on
)
BEGIN
  SELECT RAISE(ABORT, 'law period_apart: periods of an entity do not overlap, and end after they start');
END;
