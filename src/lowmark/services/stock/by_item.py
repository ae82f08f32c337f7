"""Stock by item: the open layers summed by item, sought, put in order and cut to a page, before a row becomes an object.

Before this: `services.testing.layers_at`, and an open reader. After this: the query of cost, as a page of positions asks it.
Of a hundred thousand items a page shows two hundred: all others are counted and summed, and nothing else is made of them.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

SUMS: Final = ("layers", "quantity_micro", "value_minor", "allowance_minor")
SOUGHT: Final = ("item", "set_apart", "oldest_on")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The items that have the words, in the order asked for; of them the rows of a page; and how many there are in all."""

    rows: pl.DataFrame
    found: int
    whole: int
    layers: int
    quantity_micro: int
    value_minor: int
    allowance_minor: int


def by_item(layers: pl.DataFrame) -> pl.DataFrame:
    """Return the stock of each item, by its code.

    Shapes: item_code, lot_code, condition, layer, received_on, remaining_micro, cost_minor, held_minor -> item, lots
            (that have a code), layers, set_apart (its conditions, in words), oldest_on and the sums.

    >>> from datetime import date
    >>> there = {"item_code": ["B", "A"], "lot_code": ["", "L"], "condition": ["", "damaged"], "layer": [1, 2],
    ...          "received_on": [date(2026, 1, 1)] * 2, "remaining_micro": [5, 6], "cost_minor": [7, 8], "held_minor": [0, 1]}
    >>> by_item(pl.DataFrame(there)).select("item", "lots", "set_apart", "net_minor").rows()
    [('A', 1, 'damaged', 7), ('B', 0, '', 7)]
    """
    apart = pl.col("condition").filter(pl.col("condition") != "").unique().sort().str.join(", ")
    return (
        layers.group_by("item_code")
        .agg(
            lots=pl.col("lot_code").filter(pl.col("lot_code") != "").n_unique().cast(pl.Int64),
            layers=pl.len().cast(pl.Int64), set_apart=apart, oldest_on=pl.col("received_on").min(),
            quantity_micro=pl.col("remaining_micro").sum(), value_minor=pl.col("cost_minor").sum(),
            allowance_minor=pl.col("held_minor").sum(),
        )
        .with_columns(net_minor=pl.col("value_minor") - pl.col("allowance_minor"))
        .rename({"item_code": "item"}).sort("item")
    )  # fmt: skip


def chosen(items: pl.DataFrame, *, words: str = "", order: str = "", page: int = 0, per_page: int) -> Chosen:
    """Return what a page shows of the items; page 0 is all of them, and one behind the last is the last.

    Domain: `words` are sought as they stand in the code, the conditions and the day; `order` is a column, downwards with `-`
            before it; without one the order is by code.
    """
    wanted = words.strip().lower()
    said = [pl.col(name).cast(pl.String).str.replace_all("_", " ", literal=True).str.to_lowercase() for name in SOUGHT]
    found = items.filter(pl.any_horizontal(one.str.contains(wanted, literal=True) for one in said)) if wanted else items
    if order:
        found = found.sort(
            order.removeprefix("-"), descending=order.startswith("-"), nulls_last=True, maintain_order=True
        )
    pages = max(1, -(-found.height // per_page))
    rows = found.slice((min(page, pages) - 1) * per_page, per_page) if page > 0 else found
    return Chosen(rows, found.height, items.height, *(int(found[name].sum()) for name in SUMS))
