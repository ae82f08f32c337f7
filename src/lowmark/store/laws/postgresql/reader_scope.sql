-- The scope is set for a transaction; without one, and after one, nothing is in it.
CREATE FUNCTION law_scope() RETURNS bigint[] LANGUAGE sql STABLE AS $law$
  SELECT nullif(current_setting('lowmark.entities', true), '')::bigint[]
$law$;
CREATE POLICY law_reader_scope ON {table} FOR SELECT TO lowmark_read USING ({visible});
