"""A location: a place in a tree, or one of the places outside."""

from lowmark.core.tables.noun import Noun, identity, ref, word

TREE = ("site", "warehouse", "zone", "bin", "supply_room", "truck", "unit", "room", "cabinet")
"""Kinds of places of ours that say only what they are: goods in them are sound and here, as in `stock`."""

INTERNAL = ("stock", "quarantine", "damaged", "in_transit", "consignment", "consignment_in", *TREE)
OUTSIDE = ("vendor", "customer", "production", "scrap", "opening", "adjustment", "provisional")

AWAY = ("in_transit", "consignment")
"""Kinds of places where goods are not here: on their way, or at somebody else's who is to sell them."""

BY_ITSELF = ("provisional",)
"""Kinds of places that no document names: what is issued before it has come is taken from there, and goes back."""

CONDITIONS = {kind: kind if kind in {"quarantine", "damaged"} else "" for kind in INTERNAL}
"""In which condition goods are that lie in a place of ours, by its kind: what is not sound is costed and tested apart."""

SOUND = tuple(kind for kind, condition in CONDITIONS.items() if not condition)
"""Kinds of places of ours where goods are sound, away from here among them."""

HERE = tuple(kind for kind in SOUND if kind not in AWAY)
"""Kinds of places where sound goods are that are here: what can be sold, used, planned with and counted by whoever walks there."""

LOCATION = Noun(
    name="location",
    grain="one place of one entity",
    room="register",
    app="items",
    columns={
        "id": identity("the location"),
        "entity_id": ref("entity", "whose place it is"),
        "path": word("its path in the tree", "Toronto/Main/A-01"),
        "kind": word("stock is in ours; what leaves goes to one of the others", choices=INTERNAL + OUTSIDE),
    },
    unique=(("entity_id", "path"),),
)
