"""A line of a kit's definition: how much of a component one kit is of, from a day on."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, ref

KIT_LINE = Noun(
    name="kit_line",
    grain="one component of one kit, in the definition that holds from one day on",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the kit line"),
        "entity_id": ref("entity", "who sells the item as a kit"),
        "kit_id": ref("item", "the kit: an item that has no stock of its own there"),
        "component_id": ref("item", "what is in it; a kit again, or an item that is stocked"),
        "quantity_micro": micro("how much of the component one kit is of", "2000000", positive=True),
        "valid_from": day("the day from which the definition holds"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("entity_id", "kit_id", "valid_from", "component_id")),
)
