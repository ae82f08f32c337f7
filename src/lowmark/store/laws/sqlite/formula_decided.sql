CREATE TRIGGER law_formula_decided BEFORE INSERT ON stock_formula_change_decision
BEGIN
  SELECT RAISE(ABORT, 'law formula_decided: whoever drafted a change of formula does not decide on it')
  WHERE NEW.decided_by = (SELECT drafted_by FROM stock_formula_change WHERE id = NEW.formula_change_id);
  SELECT RAISE(ABORT, 'law formula_decided: a decision is on a change that was drafted')
  WHERE NOT EXISTS (SELECT 1 FROM stock_formula_change d WHERE d.id = NEW.formula_change_id);
  SELECT RAISE(ABORT, 'law formula_decided: a decision is recorded by the clock of the entity')
  WHERE NOT EXISTS (
    SELECT 1 FROM entities_entity_clock c WHERE c.entity_id = NEW.entity_id AND c.recorded_at <= NEW.recorded_at
  );
  SELECT RAISE(ABORT, 'law formula_decided: who decides holds the role of approver in the entity')
  WHERE 1 IS NOT (
    SELECT g.granted FROM access_grant g
    WHERE g.user_id = NEW.decided_by AND g.entity_id = NEW.entity_id AND g.role = 'approver'
    ORDER BY g.known_seq DESC LIMIT 1
  );
END;
