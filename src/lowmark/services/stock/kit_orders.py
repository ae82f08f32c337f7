"""Take the kits in open orders apart: what is sold of a kit and not yet delivered is owed of its components.

Before this: lines of orders that are open. After this: what may be promised, what to order, where stock is needed.
"""

from datetime import date

import polars as pl

from lowmark.core.kinds.quantity import MICRO
from lowmark.services import kits
from lowmark.store.session import Reader

OF_A_LINE = ("order_line", "document", "line", "side", "is_firm", "due_on")
OWED = {"order_line": pl.Int64, "item": pl.Int64, "kit": pl.Int64, "quantity_micro": pl.Int64}


def owed_apart(reader: Reader, entity_id: int, lines: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return open lines by what is stocked: a line of a kit becomes one for each of its components.

    Shapes: lines as `open_lines` has them; the answer order_line, document, line, side, is_firm, due_on, item, quantity_micro, and
            kit, which is null for what was ordered by itself. It has no amounts: a price of a kit is of no component.
    Domain: a kit is of what its definition says on the day when it is due, or today when it should have gone before.
    """
    lines_of_kits = kits.lines_of(reader, entity_id)
    defined = {line.kit for line in lines_of_kits}
    if not defined:
        return lines.select(*OF_A_LINE, "item", "quantity_micro", kit=pl.lit(None, dtype=pl.Int64))
    rows, contents = [], {}
    for number, item, quantity, due_on in lines.select("order_line", "item", "quantity_micro", "due_on").iter_rows():
        if item not in defined:
            rows.append((number, item, None, quantity))
            continue
        day = max(due_on, as_of)
        if day not in contents:
            contents[day] = kits.contents_of(lines_of_kits, day)
        rows += [(number, one, item, each * quantity // MICRO) for one, each in contents[day].get(item, {}).items()]
    apart = pl.DataFrame(rows, schema=OWED, orient="row")
    return lines.select(*OF_A_LINE).join(apart, on="order_line", how="inner", maintain_order="left_right")
