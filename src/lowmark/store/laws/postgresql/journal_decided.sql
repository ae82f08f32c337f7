CREATE FUNCTION law_journal_decided() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
DECLARE
  bad text;
BEGIN
  SELECT CASE
    WHEN d.drafted_by = f.decided_by THEN 'whoever drafted a journal does not decide on it'
    WHEN d.id IS NULL OR d.draft_hash <> f.draft_hash THEN 'a decision is on the hash that the draft has'
    WHEN NOT EXISTS (
      SELECT 1 FROM access_step_up s
      WHERE s.id = f.step_up_id AND s.user_id = f.decided_by AND s.entity_id = f.entity_id
        AND s.bound_hash = f.draft_hash AND s.expires_at >= f.recorded_at
    ) THEN 'it needs a fresh proof of identity of who decides, bound to this hash'
    WHEN NOT EXISTS (
      SELECT 1 FROM entities_entity_clock c WHERE c.entity_id = f.entity_id AND c.recorded_at <= f.recorded_at
    ) THEN 'a decision is recorded by the clock of the entity'
    WHEN true IS DISTINCT FROM (
      SELECT g.granted FROM access_grant g
      WHERE g.user_id = f.decided_by AND g.entity_id = f.entity_id AND g.role = 'approver'
      ORDER BY g.known_seq DESC LIMIT 1
    ) THEN 'who decides holds the role of approver in the entity'
    END AS reason INTO bad
  FROM fresh f LEFT JOIN ledger_journal_draft d ON d.id = f.draft_id
  ORDER BY reason NULLS LAST LIMIT 1;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'law journal_decided: %', bad USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_journal_decided AFTER INSERT ON ledger_journal_decision
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_journal_decided();
