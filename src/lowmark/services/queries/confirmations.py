"""What others hold of ours, beside what they have confirmed: counts of the day at the places where goods are away."""

import polars as pl

from lowmark.core.tables.locations import AWAY, INTERNAL
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.counting.counted import KEYS, books_at
from lowmark.services.operations.confirmations import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.session import reading
from lowmark.store.stock import counts as counts_store


def confirmations(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return both, side by side; what somebody confirms and the books have not is there too."""
    del actor
    entity, at = granted.entity, request.location
    kinds = INTERNAL if at else AWAY
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        places = items_read.locations(reader, entity.id).filter(pl.col("kind").is_in(kinds))
        held = books_at(reader, granted, request.as_of, known_seq=known_seq).join(places, on="location", how="semi")
        replies = counts_store.counted_on(reader, entity.id, kinds=kinds, on=request.as_of, known_seq=known_seq)
    path = pl.col("location")
    within = (path == at) | path.str.starts_with(f"{at}/") if at else pl.lit(value=True)
    found = (
        held.filter(within).select(*KEYS, "quantity_micro", "cost_minor")
        .join(replies.filter(within), on=KEYS, how="full", coalesce=True)
        .with_columns(pl.col("quantity_micro", "cost_minor").fill_null(0), pl.col("document").fill_null(""))
        .with_columns(difference_micro=(pl.col("confirmed_micro") - pl.col("quantity_micro")).fill_null(0))
        .with_columns(state=pl.when(pl.col("confirmed_micro").is_null()).then(pl.lit("open"))
                      .when(pl.col("difference_micro") == 0).then(pl.lit("agrees")).otherwise(pl.lit("differs")))
        .sort("location", "item", "lot", "owner")
    )  # fmt: skip
    lines = tuple(Line(**row) for row in found.select(list(Line.__dataclass_fields__)).iter_rows(named=True))
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=entity.currency,
        cost_minor=sum(line.cost_minor for line in lines),
        open_minor=sum(line.cost_minor for line in lines if line.state == "open"), lines=lines,
    )  # fmt: skip
