"""Test stock at the lower of cost and net realisable value, without keeping the answer."""

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.names import named
from lowmark.services.operations.assess import Line, Request, Response
from lowmark.services.testing import Test, find_book, run_test
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def assess(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a line per unit of account, the largest change first."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        test = run_test(
            reader, entity=entity, book=find_book(reader, entity, request.book), as_of=request.as_of,
            known_seq=entities_read.known_seq(reader, entity.id), channel=request.channel,
        )  # fmt: skip
        lines = named(reader, entity, with_changes(test))
    found = test.tested.assessed.assessments
    return Response(
        entity=entity.code, book=test.book.code, framework=test.book.framework, as_of=request.as_of,
        known_seq=test.known_seq, currency=test.book.currency, cost_minor=int(found["cost_minor"].sum()),
        carrying_minor=int(found["carrying_minor"].sum()), required_minor=int(found["required_minor"].sum()),
        held_minor=int(found["held_minor"].sum()), change_minor=int(lines["change_minor"].sum()),
        lines=tuple(
            Line(item=row["item_code"], lot=row["lot_code"], quantity_micro=row["quantity_micro"],
                 cost_minor=row["cost_minor"], value_minor=row["value_minor"], carrying_minor=row["carrying_minor"],
                 required_minor=row["required_minor"], held_minor=row["held_minor"],
                 change_minor=row["change_minor"], evidence_kind=row["evidence_kind"] or "", reason=row["reason"],
                 finding=row["finding"])
            for row in lines.iter_rows(named=True)
        ),
    )  # fmt: skip


def with_changes(test: Test) -> pl.DataFrame:
    """Return the assessments with the proposed change and the kind of evidence that binds, largest change first."""
    changes = test.tested.proposed.proposals.select("unit", change_minor="amount_minor")
    kinds = test.tested.assessed.tiers.filter(pl.col("tier") == 1).select("unit", "evidence_kind")
    return (
        test.tested.assessed.assessments.join(changes, on="unit", how="left", maintain_order="left")
        .join(kinds, on="unit", how="left", maintain_order="left")
        .with_columns(pl.col("change_minor").fill_null(0))
        .sort(pl.col("change_minor").abs(), "item", "unit", descending=[True, False, False])
    )
