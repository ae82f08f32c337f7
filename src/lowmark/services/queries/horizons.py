"""Goods by when they are expected to go, at a date, as known at a sequence."""

import polars as pl

from lowmark.core.assessment.horizons import by_horizon
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.ledgers.commitments import demand_ahead
from lowmark.services.names import named
from lowmark.services.operations.horizons import Line, Request, Response
from lowmark.services.testing import layers_at
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading

SUMS = ("cost_minor", "current_minor", "later_minor", "beyond_minor")


def horizons(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Split the cost of sound goods by the demand that is known.

    Raises: Problem `bad_request` for horizons that cannot be.
    """
    del actor
    if not 0 < request.current_days <= request.last_days <= 36_600:
        raise Problem("bad_request", "the first horizon is at least a day, and not beyond the second")
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        layers = named(reader, entity, layers_at(reader, book, as_of=request.as_of, known_seq=known_seq))
        stock = layers.filter(pl.col("condition") == "").group_by("item", "item_code").agg(
            quantity_micro=pl.col("remaining_micro").sum(), cost_minor=pl.col("cost_minor").sum()
        )  # fmt: skip
        demand = demand_ahead(reader, entity.id, stock, as_of=request.as_of, known_seq=known_seq, horizon_days=365)
    wanted = demand.select(
        "item", demand_micro="quantity_micro", demand_days=(pl.col("until_on") - pl.col("from_on")).dt.total_days() + 1
    )
    found = by_horizon(
        stock=stock.join(wanted, on="item"), current_days=request.current_days, last_days=request.last_days
    )
    yearly = wanted.select("item", demand_micro=pl.col("demand_micro") * 365 // pl.col("demand_days"))
    lines = found.join(stock.select("item", "item_code"), on="item").join(yearly, on="item").sort("item_code")
    return Response(
        entity=entity.code, book=book.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency,
        **{name: int(lines[name].sum()) for name in SUMS},
        lines=tuple(
            Line(item=row["item_code"], quantity_micro=row["quantity_micro"], demand_micro=row["demand_micro"],
                 **{name: row[name] for name in SUMS})
            for row in lines.iter_rows(named=True)
        ),
    )  # fmt: skip
