"""A plan action: one thing that a plan advises, with what it saves and why."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, minor, ref, whole, word
from lowmark.core.tables.plan_terms import PLAN_ACTIONS

PLAN_ACTION = Noun(
    name="plan_action",
    grain="one action of one plan, for goods of one lot in one place or of one order line",
    room="fact",
    app="runs",
    hashed=True,
    columns={
        "id": identity("the action"),
        "entity_id": ref("entity", "whose goods"),
        "plan_id": ref("plan", "of which plan"),
        "line_no": whole("its place in the plan: what saves most comes first", "1"),
        "action": word("what to do", choices=PLAN_ACTIONS),
        "cause": word("why the goods are at risk", choices=("expiry", "excess", "ordered")),
        "item_id": ref("item", "of which item"),
        "lot_id": ref("lot", "of which lot", nullable=True),
        "from_location_id": ref("location", "where the goods are; null for an order", nullable=True),
        "order_line": word("the order, document and line; empty for goods on hand", "PO-17/1"),
        "to_entity": word("the entity that they go to; empty where they go to none", "MAPLE"),
        "to_location": word("the place that they go to", "Toronto"),
        "partner": word("vendor, buyer, charity, item stood in for, or depth of the markdown", "ACME"),
        "quantity_micro": micro("how much", positive=True),
        "price_micro": micro("what a unit brings", non_negative=True, unit="millionths of a currency unit"),
        "spend_minor": minor("what it costs to do", non_negative=True),
        "forgone_minor": minor("full prices given up", non_negative=True),
        "gain_minor": minor("what it brings over doing nothing"),
        "without_minor": minor("what the goods would bring without it"),
        "next_best": word("by doing what", "liquidate"),
        "held_by": word("the limit that keeps it from being more; empty where there are no more goods", "budget|MAPLE"),
        "by_on": day("the last day to do it"),
        **known(),
    },
    unique=(("plan_id", "line_no"), ("entity_id", "known_seq")),
)  # fmt: skip
