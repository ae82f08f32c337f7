"""A unit in which an item is counted besides its base unit, and how much of the base unit it is."""

from lowmark.core.tables.noun import Noun, identity, ref, whole, word

ITEM_UNIT = Noun(
    name="item_unit",
    grain="one unit of one item, other than its base unit",
    room="register",
    app="items",
    scope="catalogue",
    columns={
        "id": identity("the unit"),
        "catalogue_id": ref("catalogue", "the list that the item is in"),
        "item_id": ref("item", "whose unit it is"),
        "unit": word("its code", "CTN"),
        "numerator": whole("so many base units are in as many of it as the denominator says", "12", non_negative=True),
        "denominator": whole("of so many of it", "1", non_negative=True),
    },
    unique=(("item_id", "unit"),),
)
