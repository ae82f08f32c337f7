"""Which firm lines of orders an assessment rests on."""

from lowmark.core.tables.noun import Noun, identity, ref

ASSESSMENT_ORDER = Noun(
    name="assessment_order",
    grain="one firm line of a sales order used by one assessment",
    room="fact",
    app="runs",
    columns={
        "id": identity("the use"),
        "entity_id": ref("entity", "whose stock"),
        "run_id": ref("run", "the run"),
        "assessment_id": ref("assessment", "the assessment"),
        "order_line_id": ref("order_line", "the line of the order"),
    },
    unique=(("assessment_id", "order_line_id"),),
)
