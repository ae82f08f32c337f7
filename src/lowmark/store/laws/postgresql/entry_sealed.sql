-- The header is the seal: with it the lines are complete, and after it none is added. A line that another transaction
-- is writing cannot be seen here; that it carries its transaction's number, as the header does, is what refuses it.
ALTER TABLE ledger_entry ADD COLUMN IF NOT EXISTS xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE ledger_line ADD COLUMN IF NOT EXISTS xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE ledger_entry ADD CONSTRAINT law_entry_sealed_key UNIQUE (id, xid);
ALTER TABLE ledger_line ADD CONSTRAINT law_entry_sealed_same_transaction FOREIGN KEY (entry_id, xid)
REFERENCES ledger_entry (id, xid) DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION law_entry_sealed_entry() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
DECLARE
  bad record;
BEGIN
  SELECT e.id, e.n_lines, l.n, l.total, l.strange, e.xid <> pg_current_xact_id() AS elsewhere INTO bad
  FROM fresh e CROSS JOIN LATERAL (
    SELECT count(*) AS n, coalesce(sum(amount_minor), 0) AS total,
      count(*) FILTER (WHERE entity_id <> e.entity_id OR book_id <> e.book_id) AS strange
    FROM ledger_line WHERE entry_id = e.id
  ) l
  WHERE e.n_lines < 2 OR l.n <> e.n_lines OR l.total <> 0 OR l.strange > 0 OR e.xid <> pg_current_xact_id()
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'law entry_sealed: %', CASE
        WHEN bad.n_lines < 2 THEN 'an entry has two lines or more'
        WHEN bad.n <> bad.n_lines THEN 'an entry has as many lines as its header says; lines first, header last'
        WHEN bad.total <> 0 THEN 'the debits of an entry equal its credits'
        WHEN bad.strange > 0 THEN 'every line has the entity and the book of its entry'
        ELSE 'an entry carries the number of the transaction that writes it' END
      USING ERRCODE = 'integrity_constraint_violation', DETAIL = format('entry %s', bad.id);
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_entry_sealed AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_entry_sealed_entry();
CREATE FUNCTION law_entry_sealed_line() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (SELECT 1 FROM fresh WHERE amount_minor = 0) THEN
    RAISE EXCEPTION 'law entry_sealed: a line of nothing is no line'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT entry_id FROM fresh) f JOIN ledger_entry e ON e.id = f.entry_id) THEN
    RAISE EXCEPTION 'law entry_sealed: the entry has its header, and takes no more lines'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM fresh WHERE xid <> pg_current_xact_id()) THEN
    RAISE EXCEPTION 'law entry_sealed: a line carries the number of the transaction that writes it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_entry_sealed AFTER INSERT ON ledger_line
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_entry_sealed_line();
