"""An item's status from a day on: active, discontinued, or superseded by another."""

from lowmark.core.tables.items import STATUSES
from lowmark.core.tables.noun import Noun, day, identity, ref, word

ITEM_STATUS = Noun(
    name="item_status",
    grain="where one item is in its life, from one day on",
    room="register",
    app="items",
    scope="catalogue",
    columns={
        "id": identity("the status"),
        "catalogue_id": ref("catalogue", "the list that the item is in"),
        "item_id": ref("item", "whose status"),
        "valid_from": day("from which day on"),
        "status": word("where it is in its life", choices=STATUSES),
        "superseded_by_id": ref("item", "what takes its place", nullable=True),
    },
    unique=(("item_id", "valid_from"),),
)
