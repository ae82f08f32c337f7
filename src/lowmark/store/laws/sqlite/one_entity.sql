CREATE TRIGGER law_one_entity_{table} BEFORE INSERT ON {table}
WHEN {strange}
BEGIN
  SELECT RAISE(ABORT, 'law one_entity: a row of {table} refers to rows of its own entity and catalogue only');
END;
