"""A case: something found that may need a write-down."""

from lowmark.core.tables.noun import Noun, day, identity, known, ref, word

CASE = Noun(
    name="case",
    grain="one thing found that may need a write-down",
    room="workflow",
    app="runs",
    columns={
        "id": identity("the case"),
        "entity_id": ref("entity", "whose stock"),
        "item_id": ref("item", "what"),
        "lot_id": ref("lot", "its lot", nullable=True),
        "reason": word("reason code", "damaged"),
        "state": word("where it is in its life", choices=("open", "in_run", "closed")),
        "found_on": day("when it was found"),
        "words": word("what was found", "Wet pallets"),
        **known(),
    },
)
