ALTER TABLE valuation_layer ADD CONSTRAINT law_layer_bounds CHECK (consumed_micro <= quantity_micro);
