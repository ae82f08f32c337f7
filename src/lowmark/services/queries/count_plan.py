"""What a cycle of counts has due: by what was used of items in the year before, and when places were last counted."""

from datetime import timedelta

import polars as pl

from lowmark.core.recording.counting import YEAR, classes, due
from lowmark.core.tables.locations import AWAY, INTERNAL
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.count_plan import Line, Request, Response
from lowmark.services.planning.placed import placed
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading
from lowmark.store.stock import freezes
from lowmark.store.stock.counts import last_counted, others_there
from lowmark.store.stock.sold import sold_by_place

WALKED = tuple(kind for kind in INTERNAL if kind not in AWAY)
"""Kinds of places that somebody of ours can walk to."""


def count_plan(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what is due, without what the books say."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        stock = placed(reader, granted, as_of=request.as_of, known_seq=known_seq, kinds=WALKED)
        sold = sold_by_place(reader, entity.id, after=request.as_of - timedelta(days=YEAR), until=request.as_of,
                             known_seq=known_seq)  # fmt: skip
        others = others_there(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
        frozen = {row["location"]: row["document"] for row in freezes.standing(reader, entity.id)}
        last = last_counted(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
    used = sold.group_by(item_id="item").agg(used_micro=pl.col("quantity_micro").sum())
    costs = stock.group_by("item_id", "item").agg(pl.col("cost_minor").sum(), pl.col("quantity_micro").sum())
    usage = costs.join(used, on="item_id", how="left").select(
        "item",
        usage_minor=(
            pl.col("used_micro").fill_null(0).cast(pl.Int128) * pl.col("cost_minor") // pl.col("quantity_micro")
        ).cast(pl.Int64),
    )
    walked = pl.concat([
        stock.select("item", "location", owner=pl.lit("")),
        others.filter(pl.col("kind").is_in(WALKED)).select("item", "location", "owner"),
    ]).unique()  # fmt: skip
    here = walked.join(last, on=["item", "location", "owner"], how="left").with_columns(
        since_days=(pl.lit(request.as_of) - pl.col("counted_on")).dt.total_days()
    )  # fmt: skip
    place = request.location
    within = (
        (pl.col("location") == place) | pl.col("location").str.starts_with(f"{place}/") if place else pl.lit(value=True)
    )
    ours, theirs = here.filter(pl.col("owner") == ""), here.filter(pl.col("owner") != "")
    classed = classes(usage=usage)
    found = pl.concat([
        due(stock=ours.filter(within), classed=classed, days=request.days),
        due(stock=theirs.filter(within), classed=classed.clear(), days=request.days),
    ]).sort("due_in", "class", "location", "item", "owner")  # fmt: skip
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq,
        lines=tuple(
            Line(item=row["item"], location=row["location"], owner=row["owner"],
                 frozen_for=frozen.get(row["location"], ""), item_class=row["class"], counted_on=row["counted_on"],
                 due_in=row["due_in"])
            for row in found.iter_rows(named=True)
        ),
    )  # fmt: skip
