"""Test stock at the lower of cost and net realisable value, without keeping the answer: in one book, or in several."""

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_books
from lowmark.services.names import named
from lowmark.services.operations.assess import FairValue, InBook, Level, Line, OfBook, Request, Response
from lowmark.services.testing import Test, run_test
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Entity
from lowmark.store.session import Reader, Row, reading

SUMS = ("cost_minor", "carrying_minor", "required_minor", "held_minor")


def assess(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a line per unit of account, the largest change first; with several books, each unit in each of them."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        tests = [
            run_test(
                reader,
                entity=entity,
                book=book,
                as_of=request.as_of,
                known_seq=known_seq,
                channel=request.channel,
                authorised_on=request.authorised_on,
            )
            for book in find_books(reader, entity, request.book)
        ]
        lines = [named(reader, entity, with_changes(test)) for test in tests]
        fair = _fair_values(reader, entity, tests[0])
    test, first = tests[0], lines[0]
    several = list(zip(tests, lines, strict=True)) if len(tests) > 1 else []
    return Response(
        entity=entity.code, book=test.book.code, framework=test.book.framework, as_of=request.as_of,
        known_seq=test.known_seq, currency=test.book.currency, **_sums(test, first),
        lines=tuple(_line(row) for row in first.iter_rows(named=True)), levels=_levels(test), fair_values=fair,
        books=tuple(_of_book(one, found) for one, found in several),
        in_books=tuple(_in_book(one, row) for one, found in several for row in found.iter_rows(named=True)),
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


def _sums(test: Test, lines: pl.DataFrame) -> dict[str, int]:
    """Return the sums of a test."""
    found = test.tested.assessed.assessments
    return {name: int(found[name].sum()) for name in SUMS} | {"change_minor": int(lines["change_minor"].sum())}


def _line(row: Row) -> Line:
    """Return one unit of account."""
    names = ("quantity_micro", "cost_minor", "value_minor", "carrying_minor", "required_minor", "held_minor",
             "change_minor", "reason", "finding", "basis", "demand_micro", "demand_method")  # fmt: skip
    kept = {name: row[name] for name in names}
    return Line(item=row["item_code"], lot=row["lot_code"], evidence_kind=row["evidence_kind"] or "", **kept)


def _in_book(test: Test, row: Row) -> InBook:
    """Return one unit of account in one book."""
    names = ("cost_minor", "value_minor", "carrying_minor", "required_minor", "held_minor", "change_minor", "basis",
             "reason")  # fmt: skip
    kept = {name: row[name] for name in names}
    return InBook(
        item=row["item_code"],
        lot=row["lot_code"],
        book=test.book.code,
        evidence_kind=row["evidence_kind"] or "",
        **kept,
    )


def _of_book(test: Test, lines: pl.DataFrame) -> OfBook:
    """Return the sums of one book."""
    return OfBook(
        book=test.book.code, framework=test.book.framework, currency=test.book.currency,
        unit_of_account=test.policy.policy.unit_of_account, **_sums(test, lines),
    )  # fmt: skip


def _levels(test: Test) -> tuple[Level, ...]:
    """Return what each unit of account comes to, where they do not all come to the same."""
    levels = test.tested.assessed.levels
    totals = levels.group_by("level").agg(pl.col("required_minor").sum())
    if totals["required_minor"].n_unique() < 2:
        return ()
    columns = ("level", "group", "is_allowed", "is_chosen", "cost_minor", "carrying_minor", "required_minor")
    return tuple(Level(**row) for row in levels.select(columns).iter_rows(named=True))


def _fair_values(reader: Reader, entity: Entity, test: Test) -> tuple[FairValue, ...]:
    """Return the units at fair value less costs."""
    found = named(reader, entity, test.tested.assessed.fair_values)
    return tuple(
        FairValue(item=row["item_code"], lot=row["lot_code"], quantity_micro=row["quantity_micro"],
                  cost_minor=row["cost_minor"], value_minor=row["value_minor"])
        for row in found.iter_rows(named=True)
    )  # fmt: skip
