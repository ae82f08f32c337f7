"""The file of locations: the places where stock is, and those it comes from and goes to."""

from lowmark.core.tables.locations import LOCATION
from lowmark.interchange.column import ImportColumn, ImportTable

TABLE = ImportTable(
    name="locations",
    grain="one place of one entity",
    key=("location",),
    columns=(
        ImportColumn(
            name="location",
            type="text",
            required=True,
            meaning="the location's path in the tree",
            example="Toronto/Main",
            synonyms=("path", "warehouse", "location_code", "bin"),
        ),
        ImportColumn(
            name="kind",
            type="text",
            default="stock",
            meaning="stock is in ours; what leaves goes to one of the others",
            example="stock",
            synonyms=("location_kind", "location_type"),
            choices=LOCATION.columns["kind"].choices,
        ),
    ),
)
