"""Measure stock from its moves: average stock, use of a month, receipts and issues, slow periods, the last move.

Before this: moves summed by item, places and period, as known at a sequence. After this: `metrics`. Periods are whole
months that end on the date tested; period 0 is everything before the first. Physical quantities of sound goods are
measured, by the day on which goods moved: by item, or by item and area. Goods that come back are taken off what went
out; adjustments and openings are neither use nor receipt. Source: IAS 2.28; the field's practice.
"""

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.assessment.rules.movement_rate import slow_periods_after
from lowmark.core.frameworks.policy import Estimator, Measures
from lowmark.core.tables.locations import SOUND

MOVED: Final = (
    "item", "from_kind", "from_area", "to_kind", "to_area", "is_return", "period", "quantity_micro", "last_on",
)  # fmt: skip
USED_BY: Final = ("customer", "production")
SUPPLIED_BY: Final = ("vendor", "production")
AREA: Final = "area"
LONGEST_SLOW: Final = 24
_MOVEMENT: Final = "movement_rate"
_KEY: Final = ("item", "area")
_NEEDING: Final = {
    "range_of_coverage": ("stock_months", "use_months"), _MOVEMENT: ("stock_months", "movement_months"),
    "no_movement": (), "excess": ("demand_months",),
}  # fmt: skip


def period_ends(as_of: date, months: int) -> tuple[date, ...]:
    """Return the days on which the months before a date end, the oldest first, the date last.

    Domain: where the date is the last of its month, so is each; otherwise each is the same day of its month.

    >>> [str(day) for day in period_ends(date(2026, 4, 30), 2)]
    ['2026-02-28', '2026-03-31', '2026-04-30']
    """
    is_last = as_of.day == monthrange(as_of.year, as_of.month)[1]
    found = []
    for back in range(months, -1, -1):
        year, month = divmod(as_of.year * 12 + as_of.month - 1 - back, 12)
        last = monthrange(year, month + 1)[1]
        found.append(date(year, month + 1, last if is_last else min(as_of.day, last)))
    return tuple(found)


def months_needed(estimators: Sequence[Estimator], measures: Measures) -> int | None:
    """Return how many months of moves the rules look at; None where none of them looks at any.

    >>> months_needed((), Measures()) is None
    True
    """
    asked = {one.rule: one for one in estimators if one.rule in _NEEDING}
    if not asked:
        return None
    months = [getattr(measures, name) for rule in asked for name in _NEEDING[rule]]
    if _MOVEMENT in asked:
        months.append(measures.movement_months * (slow_periods_of(asked[_MOVEMENT]) + 1))
    return max(months, default=0)


def slow_periods_of(estimator: Estimator) -> int:
    """Return how many periods before the one under review matter to a table: as many as its farthest bound."""
    bounds = [row.bound_micro for table in estimator.tables for row in table.rows]
    return min(LONGEST_SLOW, -(-max(bounds, default=0) // 1_000_000))


def measured_by_item(
    *, moves: pl.DataFrame, estimators: Sequence[Estimator], measures: Measures, months: int, as_of: date
) -> pl.DataFrame:
    """Return what the rules measure: a row per item (area empty) and per item and area.

    Shapes: `moves`: `MOVED`, with period from 0 to `months`. Out: item, area, average_stock_micro,
            average_consumption_micro, receipts_micro, issues_micro, slow_periods, months_since_move (null where goods never
            moved), sold_micro (of the months of demand).
    Domain: averages are whole millionths, rounded down; nothing is below zero.

    >>> moves = pl.DataFrame({"item": [7, 7], "from_kind": ["vendor", "stock"], "from_area": ["", "P1"],
    ...     "to_kind": ["stock", "customer"], "to_area": ["P1", ""], "is_return": [False, False], "period": [0, 2],
    ...     "quantity_micro": [500, 60], "last_on": [date(2026, 1, 5), date(2026, 12, 9)]})
    >>> found = measured_by_item(moves=moves, estimators=(), measures=Measures(stock_months=2, use_months=2,
    ...     movement_months=2, demand_months=2), months=2, as_of=date(2026, 12, 31))
    >>> found.filter(area="").row(0)
    (7, '', 470, 30, 0, 60, 0, 0, 60)
    """
    legs = pl.concat([_legs(moves, area="").with_columns(area=pl.lit("")), _legs(moves, area="area")])
    legs = legs.filter((pl.col("area") != "") | pl.col("is_company")).drop("is_company")
    if legs.is_empty():
        return legs.select(*_KEY).with_columns(pl.lit(None, pl.Int64).alias(name) for name in _FOUND)
    rows = legs.select(_KEY).unique().sort(_KEY)
    by_period = rows.join(pl.DataFrame({"period": range(months + 1)}), how="cross").join(
        legs.group_by(*_KEY, "period").agg(pl.col("stock", "received", "issued").cast(pl.Int128).sum()),
        on=[*_KEY, "period"], how="left", maintain_order="left",
    ).with_columns(pl.col("stock", "received", "issued").fill_null(0))  # fmt: skip
    closing = by_period.with_columns(closing=pl.col("stock").cum_sum().over(_KEY, order_by="period"))
    latest = legs.group_by(_KEY).agg(last_on=pl.col("last_on").max())
    found = (
        rows.join(_averages(closing, measures, months, back=0), on=_KEY, how="left", maintain_order="left")
        .join(_slow(closing, estimators, measures, months), on=_KEY, how="left", maintain_order="left")
        .join(latest, on=_KEY, how="left", maintain_order="left")
        .with_columns(months_since_move=_whole_months(as_of), slow_periods=pl.col("slow_periods").fill_null(0))
    )
    return found.select(*_KEY, *_FOUND)


_FOUND: Final = (
    "average_stock_micro", "average_consumption_micro", "receipts_micro", "issues_micro", "slow_periods",
    "months_since_move", "sold_micro",
)  # fmt: skip


def _legs(moves: pl.DataFrame, *, area: str) -> pl.DataFrame:
    """Return what each sum of moves does to sound stock of the item, or of the area that it leaves or reaches."""
    sound_from, sound_to = (pl.col(name).is_in(SOUND) for name in ("from_kind", "to_kind"))
    quantity = pl.col("quantity_micro").cast(pl.Int128)
    nothing = pl.lit(0, pl.Int128)
    back = pl.when("is_return").then(-1).otherwise(1)
    supplied = pl.when("is_return").then(pl.col("to_kind")).otherwise(pl.col("from_kind")).is_in(SUPPLIED_BY)
    used = pl.when("is_return").then(pl.col("from_kind")).otherwise(pl.col("to_kind")).is_in(USED_BY)
    is_in, is_out = sound_to & ~sound_from, sound_from & ~sound_to
    is_plain = ~pl.col("is_return")
    received = (is_in & is_plain & supplied) | (is_out & ~is_plain & supplied)
    issued = (is_out & is_plain & used) | (is_in & ~is_plain & used)
    parts = {
        "received": pl.when(received).then(quantity * back).otherwise(nothing),
        "issued": pl.when(issued).then(quantity * back).otherwise(nothing),
        "last_on": pl.when(is_plain & (received | issued | (pl.col("from_kind") == "opening"))).then("last_on"),
    }
    coming = moves.filter(sound_to).with_columns(**parts, side_area="to_area", stock=quantity)
    going = moves.filter(sound_from).with_columns(**parts, side_area="from_area", stock=nothing - quantity)
    between = sound_from & sound_to
    # A move between two of our places is neither received nor issued; its two sides cancel in the company's stock.
    legs = pl.concat([coming, going]).with_columns(
        pl.when(between).then(nothing).otherwise(name).alias(name) for name in ("received", "issued")
    )
    named = pl.col("side_area") if area else pl.lit("")
    return legs.select(
        "item", named.alias("area"), "period", "stock", "received", "issued", "last_on", is_company=pl.lit(not area)
    )


def _averages(closing: pl.DataFrame, measures: Measures, months: int, *, back: int) -> pl.DataFrame:
    """Return averages and sums of the months that end so many months before the date."""
    last = months - back
    period = pl.col("period")

    def of(length: int) -> pl.Expr:
        return (period > last - length) & (period <= last)

    def total(name: str, length: int) -> pl.Expr:
        return pl.max_horizontal(pl.col(name).filter(of(length)).sum(), pl.lit(0, pl.Int128))

    stock = pl.max_horizontal(pl.col("closing").filter(of(measures.stock_months)).sum(), pl.lit(0, pl.Int128))
    return closing.group_by(_KEY).agg(
        average_stock_micro=(stock // measures.stock_months).cast(pl.Int64),
        average_consumption_micro=(total("issued", measures.use_months) // measures.use_months).cast(pl.Int64),
        receipts_micro=total("received", measures.movement_months).cast(pl.Int64),
        issues_micro=total("issued", measures.movement_months).cast(pl.Int64),
        sold_micro=total("issued", measures.demand_months).cast(pl.Int64),
    )


def _slow(
    closing: pl.DataFrame, estimators: Sequence[Estimator], measures: Measures, months: int
) -> pl.DataFrame:  # fmt: skip
    """Return for how many periods in a row before the one under review goods were slow."""
    rows = closing.select(_KEY).unique()
    estimator = next((one for one in estimators if one.rule == _MOVEMENT), None)
    if estimator is None:
        return rows.with_columns(slow_periods=pl.lit(0, pl.Int64))
    within = Measures(
        stock_months=measures.movement_months, use_months=1, movement_months=measures.movement_months, demand_months=1
    )
    in_a_row, count = pl.lit(value=True), pl.lit(0, pl.Int64)
    for back in range(1, slow_periods_of(estimator) + 1):
        found = _averages(closing, within, months, back=back * measures.movement_months).with_columns(
            slow_periods=pl.lit(0, pl.Int64)
        )
        # Where nothing was there, nothing was slow.
        is_slow = (slow_periods_after(estimator) > 0) & (pl.col("average_stock_micro") > 0)
        rows = rows.join(found.select(*_KEY, is_slow.alias(f"slow_{back}")), on=_KEY, how="left")
        in_a_row &= pl.col(f"slow_{back}").fill_null(value=False)
        count += in_a_row.cast(pl.Int64)
    return rows.select(*_KEY, slow_periods=count)


def _whole_months(as_of: date) -> pl.Expr:
    """Return how many whole months before a date goods last moved."""
    day = pl.col("last_on")
    months = (as_of.year - day.dt.year()) * 12 + (as_of.month - day.dt.month()).cast(pl.Int32)
    is_last = as_of.day == monthrange(as_of.year, as_of.month)[1]
    is_short = pl.lit(value=not is_last) & (day.dt.day() > as_of.day)
    return (months - is_short.cast(pl.Int32)).cast(pl.Int64)


def of_units(*, units: pl.DataFrame, found: pl.DataFrame, by_area: Collection[str] = ()) -> pl.DataFrame:
    """Return a row of metrics for each unit: what is measured of its item, or of its item in its area.

    Shapes: `units`: unit, item, area (empty where goods lie in several). `by_area`: the columns that are measured by area;
            goods without an area of their own take what is measured of their item.
    """
    company = found.filter(pl.col("area") == "").drop("area")
    if not by_area:
        return units.join(company, on="item", how="left", maintain_order="left")
    own = found.filter(pl.col("area") != "").select(*_KEY, *by_area)
    met = units.join(company, on="item", how="left", maintain_order="left").join(
        own, on=list(_KEY), how="left", maintain_order="left", suffix="_of_area"
    )
    return met.with_columns(pl.coalesce(f"{name}_of_area", name).alias(name) for name in by_area).drop(
        f"{name}_of_area" for name in by_area
    )


def by_area(estimators: Sequence[Estimator]) -> tuple[str, ...]:
    """Return what is measured by area: what rules at that level look at.

    >>> by_area([Estimator(rule="no_movement", rank=50, level="area")])
    ('months_since_move',)
    """
    looks_at = {
        "range_of_coverage": ("average_stock_micro", "average_consumption_micro"),
        _MOVEMENT: ("average_stock_micro", "receipts_micro", "issues_micro", "slow_periods"),
        "no_movement": ("months_since_move",),
    }
    named = [name for one in estimators if one.level == AREA for name in looks_at.get(one.rule, ())]
    return tuple(dict.fromkeys(named))
