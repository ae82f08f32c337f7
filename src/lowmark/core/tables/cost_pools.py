"""A cost pool: where costs mix."""

from lowmark.core.tables.cost_bases import METHODS
from lowmark.core.tables.noun import Noun, identity, ref, word

COST_POOL = Noun(
    name="cost_pool",
    grain="one place where the costs of an item mix, in one basis",
    room="register",
    app="valuation",
    columns={
        "id": identity("the cost pool"),
        "entity_id": ref("entity", "whose pool it is"),
        "cost_basis_id": ref("cost_basis", "the basis it is in"),
        "item_id": ref("item", "the item"),
        "lot_id": ref("lot", "its lot, where costs are kept by lot", nullable=True),
        "condition": word(
            "condition of the goods, where they are not sound; empty where they are",
            choices=("", "quarantine", "damaged"),
        ),
        "owner": word("whose goods lie in it; empty for the entity's own", ""),
        "formula_change_id": ref(
            "formula_change",
            "the change of formula by which it came to be; null where its formula is the first of its goods",
            nullable=True,
        ),
        "method": word("the cost formula by which it began, and which it keeps", choices=METHODS),
        "pool_key": word(
            "item, lot, condition, owner and change of formula in one word, so that a missing lot is unique too",
            "17/0//",
        ),
    },
    unique=(("cost_basis_id", "pool_key"),),
    indexes=(("item_id",),),
)
