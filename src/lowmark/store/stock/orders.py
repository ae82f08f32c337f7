"""Read lines of orders as they stood at a date, as known at a sequence."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

OPEN = """
SELECT o.id, o.document, o.line, o.side, o.item_id, o.is_firm, o.quantity_micro, o.amount_micro, o.currency, o.due_on,
       o.stated_on
FROM stock_order_line o
WHERE o.entity_id = %s AND o.known_seq <= %s AND o.stated_on <= %s AND o.quantity_micro > 0 AND NOT EXISTS (
  SELECT 1 FROM stock_order_line n
  WHERE n.entity_id = o.entity_id AND n.document = o.document AND n.line = o.line AND n.known_seq <= %s
    AND n.stated_on <= %s
    AND (n.stated_on > o.stated_on OR (n.stated_on = o.stated_on AND n.known_seq > o.known_seq))
)
ORDER BY o.due_on, o.id
"""


def open_lines(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return the lines of orders that are open at a date, the first to be due first.

    Shapes: order_line, document, line, side, item, is_firm, quantity_micro, amount_micro, currency, due_on, stated_on.
    """
    return reader.frame(
        OPEN, [entity_id, known_seq, as_of, known_seq, as_of],
        {"order_line": "id", "document": "text", "line": "text", "side": "text", "item": "id", "is_firm": "bool",
         "quantity_micro": "micro", "amount_micro": "micro", "currency": "text", "due_on": "day", "stated_on": "day"},
    )  # fmt: skip
