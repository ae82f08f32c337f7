"""A tier of an assessment: a quantity, what it cost, what it will fetch."""

from lowmark.core.tables.noun import Noun, identity, micro, minor, ref, whole, word

ASSESSMENT_TIER = Noun(
    name="assessment_tier",
    grain="one quantity of one assessment with one value",
    room="fact",
    app="runs",
    columns={
        "id": identity("the tier"),
        "entity_id": ref("entity", "whose stock"),
        "run_id": ref("run", "the run"),
        "assessment_id": ref("assessment", "the assessment"),
        "tier": whole("place in the order of allocation", "1"),
        "kind": word("what the quantity is for", choices=("firm_contract", "expected_sale", "rest")),
        "quantity_micro": micro("quantity"),
        "cost_minor": minor("its share of cost", non_negative=True),
        "evidence_kind": word("the kind of evidence that was best ranked", "recent_sale", nullable=True),
        "evidence_rank": whole("its rank", "1", nullable=True),
        "gross_amount_micro": micro("evidence: amount", nullable=True, unit="millionths of a currency unit"),
        "net_amount_micro": micro(
            "the amount less cost to sell and complete", nullable=True, unit="millionths of a currency unit"
        ),
        "evidence_quantity_micro": micro("evidence: quantity that the amounts are for", nullable=True),
        "value_minor": minor("quantity at the net price; null without evidence", nullable=True),
        "lower_minor": minor("the lower of cost and value, never below zero", non_negative=True),
    },
    unique=(("assessment_id", "tier"),),
)
