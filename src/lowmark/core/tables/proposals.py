"""A proposal: a write-down, reversal or write-off to be decided."""

from lowmark.core.tables.noun import Noun, identity, known, minor, ref, word

PROPOSAL = Noun(
    name="proposal",
    grain="one change of allowance to be decided",
    room="workflow",
    app="runs",
    columns={
        "id": identity("the proposal"),
        "entity_id": ref("entity", "whose stock"),
        "run_id": ref("run", "the run that proposes it"),
        "assessment_id": ref("assessment", "the assessment behind it"),
        "pool_id": ref("cost_pool", "the unit of account"),
        "kind": word("which way it goes", choices=("write_down", "reversal", "write_off")),
        "reason": word("reason code, with accounts of its own", "price_decline"),
        "amount_minor": minor("change of allowance; positive is a charge"),
        "state": word("where it is in its life", choices=("proposed", "approved", "returned", "posted")),
        **known(),
    },
    unique=(("run_id", "pool_id"),),
)
