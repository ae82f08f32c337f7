"""Import what is expected: forecasts of demand, and lines of orders that are not yet delivered.

Both are facts as of a day. A later file of the same item or line stands from its own day on; one of the same day takes the
place of what was said of that day before, and both stay.
"""

from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.facts import plan_facts
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems, unknown_items
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader


def import_demand_forecasts(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan forecasts: items and places have to be known."""
    return plan_facts(frame, granted=granted, noun="demand_forecast", look_up=_of_forecasts)


def import_order_lines(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan lines of orders: items have to be known, and a line stays on its side and with its item."""
    return plan_facts(frame, granted=granted, noun="order_line", look_up=_of_orders)


def _of_forecasts(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join items and places; return the rows and what is wrong with them."""
    places = items_read.locations(reader, granted.entity.id).select("location", "location_id")
    found = (
        _with_items(reader, frame, granted)
        .join(places, on="location", how="left", maintain_order="left")
        .with_columns(category=pl.lit(""), quantiles=pl.lit("{}"))
    )
    is_unknown = (pl.col("location") != "") & pl.col("location_id").is_null()
    return found, pl.concat([
        unknown_items(found),
        problems(found, "location", "unknown_location", "no place has this path", "import it first, or leave it empty",
                 mark=is_unknown),
    ]).sort("row")  # fmt: skip


def _of_orders(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join items and what the lines said before; return the rows and what is wrong with them."""
    there = reader.frame(
        "SELECT DISTINCT document, line, side, item_id FROM stock_order_line WHERE entity_id = %s",
        [granted.entity.id], {"document": "text", "line": "text", "was_side": "text", "was_item": "id"},
    ).unique(["document", "line"], keep="first", maintain_order=True)  # fmt: skip
    found = _with_items(reader, frame, granted).join(there, on=["document", "line"], how="left", maintain_order="left")
    return found, pl.concat([
        unknown_items(found),
        problems(found, "side", "differs", "the line was on the other side of the counter",
                 "give the order another document", mark=pl.col("side") != pl.col("was_side")),
        problems(found, "item", "differs", "the line was of another item", "give the line another number",
                 mark=pl.col("item_id") != pl.col("was_item")),
    ]).sort("row")  # fmt: skip


def _with_items(reader: Reader, frame: pl.DataFrame, granted: Granted) -> pl.DataFrame:
    items = items_read.items(reader, granted.entity.catalogue_id).select("item", "item_id")
    return frame.join(items, on="item", how="left", maintain_order="left")
