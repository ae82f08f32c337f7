-- REPLACE removes the row in its way without asking the DELETE triggers, unless the connection asked for that.
CREATE TRIGGER law_no_replace_{table}_{key} BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN
  SELECT RAISE(ABORT, 'law no_replace: {table} has a row with this {words}, and nothing takes its place');
END;
