"""A stratum: what is physically there, with its age. A cache."""

from lowmark.core.tables.noun import Noun, day, micro, ref, word

STRATUM = Noun(
    name="stratum",
    grain="one item, location, lot, owner and received-on day",
    room="cache",
    app="stock",
    key=("location_id", "item_id", "stratum_key"),
    columns={
        "location_id": ref("location", "where it is"),
        "item_id": ref("item", "what it is"),
        "stratum_key": word("lot, owner and received-on in one word", "0//20386"),
        "entity_id": ref("entity", "whose place it is"),
        "lot_id": ref("lot", "its lot", nullable=True),
        "owner": word("who owns it; empty for the entity itself", ""),
        "received_on": day("when the goods were first received"),
        "quantity_micro": micro("how much is there", non_negative=True),
    },
    indexes=(("entity_id", "item_id"),),
)
