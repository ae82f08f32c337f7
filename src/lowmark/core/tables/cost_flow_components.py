"""The parts of a cost flow other than purchase: freight, labour, overhead, margin."""

from lowmark.core.tables.noun import Noun, identity, minor, ref, word

COMPONENTS = ("purchase", "freight_duty", "labour", "depreciation", "other_overhead", "intercompany_margin")

COST_FLOW_COMPONENT = Noun(
    name="cost_flow_component",
    grain="one component of one cost flow that has more than purchase in it",
    room="fact",
    app="subledger",
    columns={
        "id": identity("the component"),
        "entity_id": ref("entity", "whose stock it is"),
        "flow_id": ref("cost_flow", "the flow it is a part of"),
        "component": word("the part", choices=COMPONENTS),
        "value_minor": minor("its share of the flow's value"),
    },
    unique=(("flow_id", "component"),),
)
