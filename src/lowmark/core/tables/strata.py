"""A stratum: what is physically there, with its age. A cache: the moves say it all, and it can be laid anew from them."""

from lowmark.core.tables.noun import Noun, day, micro, ref, whole, word

STRATUM = Noun(
    name="stratum",
    grain="one quantity of one item, lot and owner at one place since one day",
    room="cache",
    app="stock",
    key=("location_id", "item_id", "lot_key", "owner", "received_on"),
    columns={
        "location_id": ref("location", "where it is"),
        "item_id": ref("item", "what it is"),
        "lot_key": whole("the number of its lot; 0 without one, for a key has no nulls", "20", non_negative=True),
        "owner": word("who owns it; empty for the entity itself", ""),
        "received_on": day("when the goods were first received"),
        "entity_id": ref("entity", "whose place it is"),
        "lot_id": ref("lot", "its lot or serial number", nullable=True),
        "quantity_micro": micro("how much is there", positive=True),
    },
    indexes=(("item_id", "lot_id"), ("entity_id", "item_id")),
)
