CREATE TRIGGER law_layer_bounds_insert BEFORE INSERT ON valuation_layer
WHEN NEW.consumed_micro > NEW.quantity_micro
BEGIN
  SELECT RAISE(ABORT, 'law layer_bounds: a layer gives out no more than it received');
END;
CREATE TRIGGER law_layer_bounds_update BEFORE UPDATE ON valuation_layer
WHEN NEW.consumed_micro > NEW.quantity_micro
BEGIN
  SELECT RAISE(ABORT, 'law layer_bounds: a layer gives out no more than it received');
END;
