"""An assessment: one unit of account in one run."""

from lowmark.core.tables.noun import Noun, identity, micro, minor, ref, word

ASSESSMENT = Noun(
    name="assessment",
    grain="one unit of account in one run",
    room="fact",
    app="runs",
    columns={
        "id": identity("the assessment"),
        "entity_id": ref("entity", "whose stock"),
        "run_id": ref("run", "the run"),
        "pool_id": ref("cost_pool", "the unit of account"),
        "item_id": ref("item", "the item"),
        "lot_id": ref("lot", "the lot", nullable=True),
        "quantity_micro": micro("quantity on hand"),
        "cost_minor": minor("its cost", non_negative=True),
        "value_minor": minor("what it will fetch; null without evidence", nullable=True),
        "carrying_minor": minor("sum over tiers of the lower of cost and value", non_negative=True),
        "required_minor": minor("allowance needed: cost less carrying amount", non_negative=True),
        "held_minor": minor("allowance held before", non_negative=True),
        "basis": word("what it is measured at", "lower_of_cost_and_nrv"),
        "demand_micro": micro("what is expected to be sold of the item; null where nobody asked", nullable=True),
        "demand_method": word("who says so; empty where nobody asked", "twelve_month_average"),
        "reason": word("what binds", "price_decline"),
        "finding": word("what somebody has to look at; empty when nothing", "no_evidence"),
    },
    unique=(("run_id", "pool_id"),),
)
