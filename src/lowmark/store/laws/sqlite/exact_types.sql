-- A column's type is a preference in SQLite; here it is a rule. NULL is for the column to refuse.
CREATE TRIGGER law_exact_types_{table}_{when} BEFORE {event} ON {table}
WHEN {inexact}
BEGIN
  SELECT RAISE(ABORT, 'law exact_types: {table} takes whole numbers, words and bytes, each in its own column');
END;
