-- A correction of a fact is another fact.
CREATE TRIGGER law_append_only_{table}_update BEFORE UPDATE ON {table}
BEGIN
  SELECT RAISE(ABORT, 'law append_only: {table} holds facts, which are never changed; a correction is a new fact');
END;
CREATE TRIGGER law_append_only_{table}_delete BEFORE DELETE ON {table}
BEGIN
  SELECT RAISE(ABORT, 'law append_only: {table} holds facts, which are never removed; a correction is a new fact');
END;
