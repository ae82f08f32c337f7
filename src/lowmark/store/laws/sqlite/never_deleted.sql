CREATE TRIGGER law_never_deleted_{table} BEFORE DELETE ON {table}
BEGIN
  SELECT RAISE(ABORT, 'law never_deleted: {table} is referred to by facts, so its rows stay');
END;
