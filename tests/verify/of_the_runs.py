"""Tampering with what runs say of goods: tiers, levels, and who verified evidence."""

from tests.verify.tampering import tampering

RUN = "run_id = {run:2026-02-28/1}"

OF_THE_RUNS = (
    tampering("what a tier comes to", f"UPDATE runs_assessment_tier SET lower_minor = lower_minor + 1 WHERE {RUN}",
       by="assessments_foot", words="and its tiers come to"),
    tampering("how much a tier is of", f"UPDATE runs_assessment_tier SET quantity_micro = quantity_micro + 1 WHERE {RUN}",
       by="assessments_foot", words="are not all of it"),
    tampering("what a unit requires", f"UPDATE runs_assessment SET required_minor = required_minor + 1 WHERE {RUN}",
       by="assessments_foot", words="of its cost"),
    tampering("what a level requires", "UPDATE runs_assessment_level SET required_minor = required_minor + 1,"
       f" carrying_minor = carrying_minor - 1 WHERE {RUN} AND is_chosen",
       by="assessments_foot", words="by which it was to be"),
    tampering("the goods of a level", f"UPDATE runs_assessment_level SET cost_minor = cost_minor + 1 WHERE {RUN}",
       by="assessments_foot", words="is not that of its goods"),
    tampering("which level was chosen", f"UPDATE runs_assessment_level SET is_chosen = NOT is_chosen WHERE {RUN} AND is_chosen",
       by="assessments_foot", words="is by 0 units of account"),
    tampering("an estimate that says less", "INSERT INTO runs_assessment_estimate (id, entity_id, run_id, assessment_id, tier, rule,"
       " rank, value_minor, reason, binds, why) SELECT 1, entity_id, run_id, assessment_id, 1, 'age', 50, 0, 'obsolete',"
       f" binds, 'not_lowest' FROM (SELECT t.*, (1 = 0) AS binds FROM runs_assessment_tier t WHERE {RUN} ORDER BY id LIMIT 1) q",
       by="assessments_foot", words="0 estimates bind"),
    tampering("an estimate that binds nothing", "INSERT INTO runs_assessment_estimate (id, entity_id, run_id, assessment_id, tier,"
       " rule, rank, value_minor, reason, binds, why) SELECT 1, entity_id, run_id, assessment_id, 1, 'age', 50, -7,"
       f" 'obsolete', binds, 'binds' FROM (SELECT t.*, (1 = 1) AS binds FROM runs_assessment_tier t WHERE {RUN} ORDER BY id LIMIT 1) q",
       by="assessments_foot", words="is not measured at what binds it, age"),
    tampering("a market above its ceiling", "INSERT INTO runs_assessment_market (id, entity_id, run_id, assessment_id, tier,"
       " replacement_minor, ceiling_minor, profit_minor, floor_minor, market_minor) SELECT 1, entity_id, run_id,"
       f" assessment_id, tier, 9, 8, 2, 6, 9 - 2 FROM runs_assessment_tier WHERE {RUN} ORDER BY id LIMIT 1",
       by="assessments_foot", words="is not what its replacement cost"),
    tampering("who verified evidence", "UPDATE evidence_evidence_verification SET verified_by = {user:ada-x}",
       by="assessments_foot content_hashes", words="ada-x verified evidence"),
)  # fmt: skip
