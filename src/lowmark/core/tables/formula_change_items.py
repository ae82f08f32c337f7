"""An item of a change of formula: from its day on our goods of the item are in pools that are costed by the new one.

Goods that others are made of keep their formula, and cost something else: they are in pools of their own since, too.
"""

from lowmark.core.tables.cost_bases import METHODS
from lowmark.core.tables.noun import Noun, day, identity, known, ref, word

FORMULA_CHANGE_ITEM = Noun(
    name="formula_change_item",
    grain="one item whose goods are costed by another formula from one day on",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the item of the change"),
        "entity_id": ref("entity", "whose goods"),
        "cost_basis_id": ref("cost_basis", "the basis that costs them"),
        "formula_change_id": ref("formula_change", "the change, which is approved"),
        "item_id": ref("item", "the item"),
        "replaces": word("the formula that it takes the place of; the same where goods keep theirs", choices=METHODS),
        "method": word("the formula since", choices=METHODS),
        "begins_on": day("the first day on which it costs"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("cost_basis_id", "item_id", "begins_on")),
)
