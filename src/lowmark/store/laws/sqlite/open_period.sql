CREATE TRIGGER law_open_period_{table} BEFORE INSERT ON {table}
WHEN NOT EXISTS (
  SELECT 1 FROM entities_period p
  WHERE p.entity_id = NEW.entity_id AND p.starts_on <= NEW.accounting_on AND p.ends_on >= NEW.accounting_on
    AND p.state <> 'closed'
)
BEGIN
  SELECT RAISE(ABORT, 'law open_period: the accounting day lies in a closed period, or in none');
END;
