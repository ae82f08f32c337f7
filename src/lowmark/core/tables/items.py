"""An item: something stocked."""

from lowmark.core.tables.noun import Noun, identity, micro, ref, whole, word

STATUSES = ("active", "discontinued", "superseded")

ITEM = Noun(
    name="item",
    grain="one thing that is stocked",
    room="register",
    app="items",
    scope="catalogue",
    columns={
        "id": identity("the item"),
        "catalogue_id": ref("catalogue", "the list it is in"),
        "code": word("its code", "BK-M82S-38"),
        "name": word("its name", "Mountain-100 Silver, 38"),
        "item_class": word(
            "class in the balance sheet",
            choices=("raw_materials", "work_in_process", "finished_goods", "merchandise", "supplies", "spare_parts"),
        ),
        "category": word("family for reports and evidence", "Mountain bikes"),
        "base_unit": word("the unit that quantities are counted in", "EA"),
        "tracking": word("what a unit is followed by", choices=("none", "lot", "serial")),
        "weight_micro": micro("what a base unit weighs", nullable=True, positive=True, unit="millionths of a kilogram"),
        "volume_micro": micro("the room a base unit takes", nullable=True, positive=True, unit="millionths of a litre"),
        "shelf_life_days": whole("days from made-on to expires-on", "540", nullable=True),
        "status": word("where it is in its life; null where nobody says", nullable=True, choices=STATUSES),
        "superseded_by_id": ref("item", "what takes its place", nullable=True),
        "catch_unit": word(
            "unit of its second quantity, where each unit has its own weight; null without", "KG", nullable=True
        ),
        "minimum_remaining_days": whole("so many days of its life a buyer wants left", "90", nullable=True),
    },
    unique=(("catalogue_id", "code"),),
)
