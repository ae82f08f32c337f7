"""List what somebody has to look at: stock without evidence, on stale or outlying evidence, and the like, by value."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from lowmark.core.assessment.assess import Assessed
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.names import named
from lowmark.services.operations.worklist import Case, Line, Request, Response, Sum
from lowmark.services.testing import Question, assessed_of, gather
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.items import read as items_read
from lowmark.store.many import among
from lowmark.store.runs.cases import open_cases
from lowmark.store.session import Reader, reading
from lowmark.store.subledger import overlays as overlays_read
from lowmark.store.valuation.sums import open_units

PAST = "overlay_expired"
IN_ONE_QUERY = 500
"""Of so few items names and evidence are sought by item; of more, all are read."""

LATEST = """
SELECT e.item_id, e.document || '/' || e.line, e.observed_on FROM evidence_evidence e
WHERE e.entity_id = %s AND e.known_seq <= %s AND e.observed_on <= %s AND NOT EXISTS (
  SELECT 1 FROM evidence_evidence n WHERE n.item_id = e.item_id AND n.entity_id = e.entity_id AND n.known_seq <= %s
    AND n.observed_on <= %s AND (n.observed_on > e.observed_on OR (n.observed_on = e.observed_on AND n.id > e.id))
)
"""


def worklist(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a line per unit of account that has a finding, the largest cost first."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        book = find_book(reader, entity, request.book)
        assessed = _assessed(reader, entity, book, request, known_seq)
        found = assessed.assessments
        kinds = assessed.tiers.filter(pl.col("tier") == 1).select("unit", "evidence_kind")
        to_see = _with_expiry(reader, entity, found, request).filter(pl.col("finding") != "")
        items = to_see["item"].unique().sort().to_list()
        some = items if len(items) <= IN_ONE_QUERY else None
        open_ = (
            named(reader, entity, to_see, numbers=some)
            .join(kinds, on="unit", how="left", maintain_order="left")
            .join(
                _latest(reader, entity.id, known_seq, request.as_of, some), on="item", how="left", maintain_order="left"
            )
            .sort("cost_minor", "item", "unit", descending=[True, False, False])
        )
        past = _past(reader, book.id, as_of=request.as_of, known_seq=known_seq)
        cases = open_cases(reader, entity.id, book.id, as_of=request.as_of, known_seq=known_seq)
    sums = open_.group_by("finding").agg(units=pl.len(), cost_minor=pl.col("cost_minor").sum())
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency,
        tested_minor=int(found["cost_minor"].sum()),
        sums=(*(Sum(**row) for row in sums.sort("cost_minor", "finding", descending=[True, False]).iter_rows(named=True)),
              *([Sum(finding=PAST, units=len(past), cost_minor=sum(one.cost_minor for one in past))] if past else [])),
        lines=(*(
            Line(item=row["item_code"], name=row["item_name"], lot=row["lot_code"], finding=row["finding"],
                 quantity_micro=row["quantity_micro"], cost_minor=row["cost_minor"],
                 carrying_minor=row["carrying_minor"], evidence_kind=row["evidence_kind"] or "",
                 latest_on=row["observed_on"], document=row["document"] or "")
            for row in open_.iter_rows(named=True)
        ), *past),
        cases=tuple(Case(**row) for row in cases),
    )  # fmt: skip


def _assessed(reader: Reader, entity: Entity, book: Book, request: Request, known_seq: int) -> Assessed:
    """Assess the stock: nothing is proposed here, so its layers are summed by unit where they lie."""
    question = Question(as_of=request.as_of, known_seq=known_seq, channel=request.channel)
    units = open_units(reader, book.cost_basis_id, book.id, as_of=request.as_of, known_seq=known_seq)
    _, assessed = assessed_of(gather(reader, entity=entity, book=book, question=question, layers=units))
    return assessed


def _past(reader: Reader, book_id: int, *, as_of: date, known_seq: int) -> tuple[Line, ...]:
    """Return a line for each overlay whose day has come: its class, what the overlays of it hold, and what it rests on."""
    return tuple(
        Line(item="", name=row["item_class"], lot="", finding=PAST, quantity_micro=0, cost_minor=row["cost_minor"],
             carrying_minor=row["cost_minor"] - row["standing_minor"], evidence_kind="", latest_on=row["expires_on"],
             document=row["evidence"])
        for row in overlays_read.past_their_day(reader, book_id, as_of=as_of, known_seq=known_seq)
        if row["standing_minor"]
    )  # fmt: skip


def _with_expiry(reader: Reader, entity: Entity, found: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Say of lots without another finding that they have expired, or will within the days asked for."""
    lots = items_read.lots(reader, entity.id).select(lot="lot_id", ends_on="ends_on")
    soon = request.as_of + timedelta(days=max(request.expires_within_days, 0))
    quiet = pl.col("finding") == ""
    return (
        found.join(lots, on="lot", how="left", maintain_order="left")
        .with_columns(
            finding=pl.when(quiet & (pl.col("ends_on") < request.as_of)).then(pl.lit("expired"))
            .when(quiet & (pl.col("ends_on") < soon)).then(pl.lit("expiring")).otherwise("finding")
        )
        .drop("ends_on")
    )  # fmt: skip


def _latest(
    reader: Reader, entity_id: int, known_seq: int, as_of: date, items: Sequence[int] | None
) -> pl.DataFrame:  # fmt: skip
    """Return the latest evidence on each item (of some) by a date: item, document, observed_on."""
    return reader.frame(
        LATEST if items is None else f"{LATEST} AND {among('e.item_id', items)}",
        [entity_id, known_seq, as_of, known_seq, as_of, *(items or ())],
        {"item": "id", "document": "text", "observed_on": "day"},
    )
