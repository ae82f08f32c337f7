"""What is at risk: stock that will expire or that nobody will want within the horizon, orders that make it worse; and shortage.

Before this: `demand` (what each place's own demand takes). After this: `actions`, which say what can be done about each.
Orders that are due within the horizon first fill what places are short of, the first to be due first; what is left of them
is a risk of its own, for it can still be deferred or cancelled.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import polars as pl

from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.prevention.demand import PLACE, taken

RISKS: Final = pl.Schema({
    "risk": pl.Int64, "entity": pl.String, "item": pl.String, "lot": pl.String, "location": pl.String,
    "cause": pl.String, "order": pl.String, "quantity_micro": pl.Int64, "cost_minor": pl.Int64, "by_on": pl.Date,
    "sells_micro": pl.Int64, "demand_micro": pl.Int64,
})  # fmt: skip
"""A risk: goods of one lot in one place, or of one line of an order, that nobody is expected to want; `by_on` is the last
day to act. `location` is empty for an order, `order` for goods on hand, `lot` where there is none. `sells_micro` is what of
the lot sells as things are, `demand_micro` the demand of its place."""

SHORT: Final = pl.Schema({"entity": pl.String, "item": pl.String, "location": pl.String, "quantity_micro": pl.Int64})


class Found(NamedTuple):
    """What is at risk, and where goods are short."""

    risks: pl.DataFrame
    short: pl.DataFrame


def find(
    *, stock: pl.DataFrame, demand: pl.DataFrame, orders: pl.DataFrame, as_of: date, horizon_days: int
) -> Found:  # fmt: skip
    """Return what is at risk, the largest cost first, and what places are short of.

    Shapes: `stock` and `demand` as `demand.taken` has them. orders: entity, item, order (document/line), quantity_micro,
            cost_minor, due_on. Out: RISKS and SHORT.

    >>> stock = pl.DataFrame({"entity": ["E"], "item": ["A"], "location": ["M"], "lot": [""], "quantity_micro": [80],
    ...     "cost_minor": [800], "last_on": [None]}, schema_overrides={"last_on": pl.Date})
    >>> demand = pl.DataFrame({"entity": ["E"] * 2, "item": ["A"] * 2, "location": ["M", "N"], "quantity_micro": [50, 30]})
    >>> orders = pl.DataFrame({"entity": ["E"], "item": ["A"], "order": ["PO-1/1"], "quantity_micro": [20],
    ...     "cost_minor": [200], "due_on": [date(2026, 2, 1)]})
    >>> found = find(stock=stock, demand=demand, orders=orders, as_of=date(2026, 1, 1), horizon_days=180)
    >>> found.risks.select("cause", "quantity_micro", "cost_minor").rows(), found.short.select("location", "quantity_micro").rows()
    ([('excess', 30, 300)], [('N', 10)])
    """
    end = as_of + timedelta(days=horizon_days)
    lots = taken(stock=stock, demand=demand, as_of=as_of, horizon_days=horizon_days)
    missing = _missing(lots, demand)
    ordered, left = _orders_meet(orders.filter(pl.col("due_on") <= end).sort("due_on", "order"), missing)
    is_dated = pl.col("last_on").is_not_null() & (pl.col("last_on") <= end)
    over = lots.with_columns(over_micro=pl.col("quantity_micro") - pl.col("taken_micro")).filter(
        pl.col("over_micro") > 0
    )
    on_hand = over.with_columns(
        cost_minor=pl.Series(_shares(over), dtype=pl.Int64), quantity_micro=pl.col("over_micro"), order=pl.lit(""),
        cause=pl.when(is_dated).then(pl.lit("expiry")).otherwise(pl.lit("excess")),
        by_on=pl.when(is_dated).then("last_on").otherwise(pl.lit(end)), lot=pl.col("lot").fill_null(""),
        sells_micro=pl.col("taken_micro"),
    )  # fmt: skip
    names = [name for name in RISKS if name != "risk"]
    both = pl.concat([on_hand.select(names), ordered.select(names)]).sort(
        "cost_minor", *PLACE, "lot", "order", descending=[True, False, False, False, False, False]
    )
    risks = both.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("risk"), pl.all()).cast(RISKS)
    assert (risks["quantity_micro"] > 0).all()
    return Found(risks, left)


def _shares(over: pl.DataFrame) -> list[int]:
    """Return the cost of what is left over of each lot."""
    columns = over.select("cost_minor", "over_micro", "quantity_micro").iter_rows()
    return [multiply_divide_round(cost, left, whole) for cost, left, whole in columns]


def _missing(lots: pl.DataFrame, demand: pl.DataFrame) -> pl.DataFrame:
    """Return the demand of each place that its stock does not meet."""
    met = lots.group_by(PLACE).agg(met_micro=pl.col("taken_micro").sum())
    return (
        demand.select(*PLACE, "quantity_micro")
        .join(met, on=PLACE, how="left")
        .with_columns(quantity_micro=pl.col("quantity_micro") - pl.col("met_micro").fill_null(0))
        .filter(pl.col("quantity_micro") > 0)
        .select(list(SHORT))
        .sort(PLACE)
    )


def _orders_meet(orders: pl.DataFrame, missing: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Let orders fill what is missing of their item in their entity; return what is left of both."""
    short: defaultdict[tuple[str, str], int] = defaultdict(int)
    for entity, item, _location, quantity in missing.iter_rows():
        short[entity, item] += quantity
    before = dict(short)
    rows: list[dict[str, Any]] = []
    for row in orders.iter_rows(named=True):
        key = row["entity"], row["item"]
        fills = min(row["quantity_micro"], short.get(key, 0))
        over = row["quantity_micro"] - fills
        if fills:
            short[key] -= fills
        if over:
            cost = multiply_divide_round(row["cost_minor"], over, row["quantity_micro"])
            rows.append({"entity": row["entity"], "item": row["item"], "lot": "", "location": "", "cause": "ordered",
                         "order": row["order"], "quantity_micro": over, "cost_minor": cost, "by_on": row["due_on"],
                         "sells_micro": 0, "demand_micro": 0})  # fmt: skip
    schema = {name: type_ for name, type_ in RISKS.items() if name != "risk"}
    return pl.DataFrame(rows, schema=schema), _still_short(missing, before, short)


def _still_short(
    missing: pl.DataFrame, before: dict[tuple[str, str], int], after: dict[tuple[str, str], int]
) -> pl.DataFrame:  # fmt: skip
    """Spread what orders leave missing over the places that are short, by how much each is."""
    touched = {key for key, quantity in before.items() if after[key] != quantity}
    by_item: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    rows = missing.rows()
    for place, (entity, item, _location, _quantity) in enumerate(rows):
        if (entity, item) in touched:
            by_item[entity, item].append(place)
    left = [row[3] for row in rows]
    for key, places in by_item.items():
        parts = largest_remainder(after[key], [rows[place][3] for place in places])
        for place, part in zip(places, parts, strict=True):
            left[place] = part
    found = missing.with_columns(quantity_micro=pl.Series(left, dtype=pl.Int64)).filter(pl.col("quantity_micro") > 0)
    return found.select(list(SHORT)).cast(SHORT)
