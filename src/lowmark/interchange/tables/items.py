"""The file of items: what is stocked."""

from lowmark.core.tables.items import ITEM
from lowmark.interchange.column import ImportColumn, ImportTable

TABLE = ImportTable(
    name="items",
    grain="one thing that is stocked",
    key=("item",),
    columns=(
        ImportColumn(
            name="item",
            type="text",
            required=True,
            meaning="the item's code",
            example="TENT-2",
            synonyms=(
                "code",
                "sku",
                "item_code",
                "item_number",
                "product",
                "product_number",
                "part_number",
                "material",
            ),
        ),
        ImportColumn(
            name="name",
            type="text",
            required=True,
            meaning="its name",
            example="Ridgeline tent, two persons",
            synonyms=("item_name", "description", "product_name"),
        ),
        ImportColumn(
            name="item_class",
            type="text",
            required=True,
            meaning="class in the balance sheet",
            example="merchandise",
            synonyms=("class", "inventory_class"),
            choices=ITEM.columns["item_class"].choices,
        ),
        ImportColumn(
            name="category",
            type="text",
            default="",
            meaning="family for reports and evidence",
            example="Tents",
            synonyms=("family", "item_category", "product_group", "item_group"),
        ),
        ImportColumn(
            name="base_unit",
            type="text",
            default="EA",
            meaning="the unit that quantities are counted in",
            example="EA",
            synonyms=("unit", "uom", "unit_of_measure"),
        ),
        ImportColumn(
            name="tracking",
            type="text",
            default="none",
            meaning="what a unit is followed by",
            example="lot",
            synonyms=("tracked_by",),
            choices=ITEM.columns["tracking"].choices,
        ),
        ImportColumn(
            name="shelf_life_days",
            type="whole",
            positive=True,
            meaning="days from made-on to expires-on",
            example="540",
            synonyms=("shelf_life",),
        ),
    ),
)
