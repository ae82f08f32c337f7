CREATE FUNCTION law_evidence_verified() RETURNS trigger LANGUAGE plpgsql {settings} AS $law$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f JOIN evidence_evidence e ON e.id = f.evidence_id AND e.asserted_by = f.verified_by
  ) THEN
    RAISE EXCEPTION 'law evidence_verified: whoever entered evidence does not verify it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END;
$law$;
CREATE TRIGGER law_evidence_verified AFTER INSERT ON evidence_evidence_verification
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION law_evidence_verified();
