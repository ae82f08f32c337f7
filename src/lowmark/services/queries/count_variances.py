"""A count sheet beside the books, as they are known now to have been at the end of each day counted."""

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.core.recording.counting import variances
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.count_variances import Line, Request, Response
from lowmark.services.planning.placed import placed
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading
from lowmark.store.stock import counts as counts_store


def count_variances(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what differs.

    Raises: Problem `not_found` for a sheet that is not there, or as the grammar of rates words it.
    """
    del actor
    tolerance, entity = parse_rate_micro(request.tolerance), granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        counts = counts_store.sheet(reader, entity.id, request.document, known_seq=known_seq)
        if counts.is_empty():
            raise Problem(
                "not_found", f"{entity.code} has no count sheet {request.document!r}", hint="count something on it"
            )
        keys = ["item", "lot", "location"]
        last = counts.group_by(keys, maintain_order=True).agg(pl.col("counted_on").last())
        days = last["counted_on"].unique().sort().to_list()
        books = pl.concat([
            placed(reader, granted, as_of=on, known_seq=known_seq).with_columns(counted_on=pl.lit(on)) for on in days
        ]).join(last, on=[*keys, "counted_on"], how="semi")  # fmt: skip
    found = variances(
        counts=counts, books=books.select(*keys, "cost_minor", book_micro="quantity_micro"), tolerance_micro=tolerance
    ).join(last, on=keys, how="left", maintain_order="left")  # fmt: skip
    lines = tuple(Line(**row) for row in found.select(list(Line.__dataclass_fields__)).iter_rows(named=True))
    return Response(
        entity=entity.code, document=request.document, known_seq=known_seq, currency=entity.currency,
        recounts=sum(line.state == "recount" for line in lines), value_minor=sum(line.value_minor for line in lines), lines=lines,
    )  # fmt: skip
