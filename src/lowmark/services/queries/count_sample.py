"""An auditor's sample of places to count, by monetary units."""

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.core.recording.counting import monetary_units
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.count_sample import Line, Request, Response
from lowmark.services.planning.placed import placed
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading
from lowmark.store.stock.counts import others_there

MOST = 100_000
SHELF = ["item", "lot", "location"]


def count_sample(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Draw the sample.

    Raises: Problem `bad_request`.
    """
    del actor
    if not 1 <= request.draws <= MOST or request.seed < 0:
        raise Problem(
            "bad_request", "nothing can be drawn by this", hint=f"draw 1 to {MOST} units, with a seed of 0 or more"
        )
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        stock = placed(reader, granted, as_of=request.as_of, known_seq=known_seq)
        others = others_there(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
    drawn = monetary_units(stock=stock, draws=request.draws, seed=request.seed)
    drawn = drawn.join(_told(others), on=SHELF, how="left", maintain_order="left").with_columns(
        pl.col("others").fill_null("")
    )
    names = list(Line.__dataclass_fields__)
    lines = tuple(Line(**row) for row in drawn.select(names).iter_rows(named=True))
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=entity.currency, seed=request.seed,
        draws=request.draws, whole_minor=int(stock["cost_minor"].sum()), cost_minor=sum(line.cost_minor for line in lines),
        lines=lines,
    )  # fmt: skip


def _told(others: pl.DataFrame) -> pl.DataFrame:
    """Return whose goods lie where, and how much, in words: item, lot, location, others."""
    said = [
        f"{owner} {format_micro(quantity)}" for owner, quantity in others.select("owner", "quantity_micro").iter_rows()
    ]
    return (
        others.with_columns(others=pl.Series(said, dtype=pl.String)).sort("owner")
        .group_by(SHELF, maintain_order=True).agg(pl.col("others").str.join(", "))
    )  # fmt: skip
