"""Lay the figures of stock side by side, period by period: each is a question to the database, and their ratios are columns."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import polars as pl

from lowmark.core.assessment.measuring import period_ends
from lowmark.core.estimates.turning import turnover
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.stock_trends import Cause, Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Row, reading
from lowmark.store.stock import trends

MOST: Final = 36
FIGURES: Final = tuple(name for name in Line.__dataclass_fields__ if name.endswith("_minor"))


def stock_trends(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the periods, oldest first.

    Raises: Problem `bad_request` for periods or days that cannot be.
    """
    del actor
    if not 1 <= request.months <= MOST or not 0 < request.slow_days <= request.dead_days:
        raise Problem("bad_request", "nothing can be shown by this",
                      hint=f"1 to {MOST} months, and no more days for slow than for dead")  # fmt: skip
    entity, ends = granted.entity, period_ends(request.as_of, request.months)
    periods = [(before + timedelta(days=1), end) for before, end in pairwise(ends)]
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        opening = [(ends[0], ends[0])]  # What stood before the first period: half of its mean.
        of_stock = {"entity_id": entity.id, "cost_basis_id": book.cost_basis_id, "known_seq": known_seq}
        expiring, ages = trends.at_the_ends(reader, periods=[*opening, *periods], **of_stock)
        sold = trends.sold(reader, periods=periods, **of_stock)
        still = trends.still(
            reader, periods=periods, slow_days=request.slow_days, dead_days=request.dead_days, **of_stock
        )
        causes = trends.causes(reader, entity.id, book.id, periods, known_seq=known_seq)
    found = _laid(list(ends), [expiring, ages, sold, still, _summed(causes)])
    lines = tuple(
        Line(ends_on=row["ends_on"], turnover_micro=ratio.turnover_micro, days_on_hand=ratio.days_on_hand,
             **{name: row[name] for name in FIGURES})
        for row, before, days in zip(found[1:], found, [(last - first).days + 1 for first, last in periods], strict=False)
        for ratio in (turnover(opening_minor=before["cost_minor"], closing_minor=row["cost_minor"], sold_minor=row["sold_minor"],
                               days=days),)
    )  # fmt: skip
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency, lines=lines,
        causes=tuple(Cause(ends_on=row["ends_on"], reason=row["reason"], charged_minor=row["charged_minor"],
                           reversed_minor=row["reversed_minor"]) for row in causes),
    )  # fmt: skip


def _summed(causes: list[Row]) -> list[Row]:
    """Return the write-downs of each period, whatever their cause."""
    if not causes:
        return []
    return pl.DataFrame(causes).group_by("ends_on").agg(pl.col("charged_minor", "reversed_minor").sum()).to_dicts()


def _laid(ends: list[date], figures: list[list[Row]]) -> list[Row]:
    """Return a row for each end with every figure, nothing where the database said nothing."""
    found = pl.DataFrame({"ends_on": ends}, schema={"ends_on": pl.Date})
    for rows in figures:
        if rows:
            found = found.join(pl.DataFrame(rows), on="ends_on", how="left", maintain_order="left")
    missing = [pl.lit(0, dtype=pl.Int64).alias(name) for name in FIGURES if name not in found.columns]
    return found.with_columns(missing).with_columns(pl.col(FIGURES).fill_null(0)).to_dicts()
