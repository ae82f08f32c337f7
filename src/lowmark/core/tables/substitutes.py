"""A substitute: an item that may be given in place of another, and how gladly."""

from lowmark.core.tables.noun import Noun, identity, ref, whole

SUBSTITUTE = Noun(
    name="substitute",
    grain="one item that may be given in place of another",
    room="register",
    app="items",
    scope="catalogue",
    columns={
        "id": identity("the substitute"),
        "catalogue_id": ref("catalogue", "the list that both items are in"),
        "item_id": ref("item", "what was asked for"),
        "substitute_id": ref("item", "what may be given in its place"),
        "rank": whole("how gladly: 1 before 2; 0 where it may not be given any more", "1", non_negative=True),
    },
    unique=(("item_id", "substitute_id"),),
)
