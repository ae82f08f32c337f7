"""The file of prices for a test without a database: price evidence that need not name its documents.

It is the table of price evidence with less asked for: no document and line, a price list where no kind is said, and
the day of the test where none is.
"""

from dataclasses import replace
from typing import Any, Final

from lowmark.interchange.tables import price_evidence

_EASIER: Final[dict[str, dict[str, Any]]] = {
    "document": {"required": False, "default": ""},
    "line": {"required": False, "default": ""},
    "kind": {"required": False, "default": "price_list"},
    "observed_on": {"required": False},
}

TABLE = replace(
    price_evidence.TABLE,
    name="prices",
    grain="one price of an item or lot",
    key=(),
    columns=tuple(
        replace(column, **_EASIER[column.name]) if column.name in _EASIER else column
        for column in price_evidence.TABLE.columns
    ),
)
