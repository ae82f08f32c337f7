"""Which evidence an assessment rests on."""

from lowmark.core.tables.noun import Noun, identity, ref

ASSESSMENT_EVIDENCE = Noun(
    name="assessment_evidence",
    grain="one piece of evidence used by one assessment",
    room="fact",
    app="runs",
    columns={
        "id": identity("the use"),
        "entity_id": ref("entity", "whose stock"),
        "run_id": ref("run", "the run"),
        "assessment_id": ref("assessment", "the assessment"),
        "evidence_id": ref("evidence", "the evidence"),
    },
    unique=(("assessment_id", "evidence_id"),),
)
