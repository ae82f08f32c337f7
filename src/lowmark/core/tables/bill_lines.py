"""A line of a bill of material: how much of a component goes into a batch of what is made, from a day on."""

from lowmark.core.tables.noun import Noun, day, identity, micro, ref

BILL_LINE = Noun(
    name="bill_line",
    grain="one component of one item that is made, in the bill that holds from one day on",
    room="register",
    app="items",
    scope="catalogue",
    columns={
        "id": identity("the bill line"),
        "catalogue_id": ref("catalogue", "the list that both items are in"),
        "parent_id": ref("item", "what is made"),
        "component_id": ref("item", "what goes into it"),
        "batch_micro": micro("the batch that the quantity is for", "10000000", positive=True),
        "quantity_micro": micro("how much of the component such a batch contains", "20000000", positive=True),
        "scrap_micro": micro(
            "which part of what is drawn is lost normally", "20000", non_negative=True, unit="millionths of the whole"
        ),
        "valid_from": day("the day from which the bill holds"),
    },
    unique=(("parent_id", "valid_from", "component_id"),),
)
