"""An item's costing: the cost formula of one item, where it is not its basis's."""

from lowmark.core.tables.cost_bases import METHODS
from lowmark.core.tables.noun import Noun, identity, ref, word

ITEM_COSTING = Noun(
    name="item_costing",
    grain="one item with a cost formula of its own in one basis",
    room="register",
    app="valuation",
    columns={
        "id": identity("the item's costing"),
        "entity_id": ref("entity", "whose stock"),
        "cost_basis_id": ref("cost_basis", "the basis it is in"),
        "item_id": ref("item", "the item"),
        "method": word("its cost formula", choices=METHODS),
    },
    unique=(("cost_basis_id", "item_id"),),
)
