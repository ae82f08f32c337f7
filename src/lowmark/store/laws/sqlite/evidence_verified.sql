CREATE TRIGGER law_evidence_verified BEFORE INSERT ON evidence_evidence_verification
BEGIN
  SELECT RAISE(ABORT, 'law evidence_verified: whoever entered evidence does not verify it')
  WHERE NEW.verified_by = (SELECT asserted_by FROM evidence_evidence WHERE id = NEW.evidence_id);
END;
