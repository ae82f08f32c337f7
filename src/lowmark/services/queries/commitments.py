"""Firm contracts that will lose, where what they bring goes, and the entry that would be posted."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from lowmark.core.commitments.held import Held
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.ledgers.commitments import Tested, test_commitments
from lowmark.services.ledgers.commitments_entry import entry_of
from lowmark.services.names import named
from lowmark.services.operations.commitments import EntryLine, Line, Piece, Request, Response, Roll
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader, Row, reading


def commitments(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the test of contracts at a date.

    Raises: Problem `not_found` for an unknown book.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        found = test_commitments(reader, granted, book, as_of=request.as_of, known_seq=known_seq,
                                 horizon_days=request.horizon_days)  # fmt: skip
        lots = pl.lit(None, dtype=pl.Int64)
        about = {row["order_line"]: row for row in named(
            reader, entity, found.contracts.with_columns(lot=lots)
        ).iter_rows(named=True)}  # fmt: skip
        lines = tuple(_lines(found, about))
        sums = {name: sum(getattr(line, name) for line in lines)
                for name in ("loss_minor", "held_minor", "charged_minor", "reversed_minor")}  # fmt: skip
        entry = tuple(_entry(reader, granted, found))
    return Response(
        entity=entity.code, book=book.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency, **sums,
        lines=lines, entry=entry, used_minor=sum(found.used.values()),
        roll_forward=tuple(_roll(*key, held) for key, held in sorted(found.held.items())),
        pieces=tuple(
            Piece(document=about[row["contract"]]["document"], line=about[row["contract"]]["line"], outlet=row["kind"],
                  quantity_micro=row["quantity_micro"], cost_minor=row["cost_minor"], value_minor=row["value_minor"],
                  loss_minor=row["loss_minor"])
            for row in found.purchases.pieces.iter_rows(named=True)
        ),
    )  # fmt: skip


def _lines(found: Tested, about: dict[int, Row]) -> Iterator[Line]:
    """Yield the contracts: what is bought, what is sold, and those in another currency."""
    for row in found.purchases.losses.iter_rows(named=True):
        yield _line(about[row["contract"]], row)
    for row in found.sales.iter_rows(named=True):
        yield _line(about[row["contract"]], {
            **row, "value_minor": row["revenue_minor"], "quantity_micro": row["beyond_micro"],
        })  # fmt: skip
    nothing = dict.fromkeys(
        ("cost_minor", "value_minor", "loss_minor", "held_minor", "charged_minor", "reversed_minor"), 0
    )
    for number in found.elsewhere["order_line"]:
        yield _line(about[number], {**nothing, "finding": "other_currency"})


def _line(contract: Row, row: Mapping[str, Any]) -> Line:
    return Line(
        side=contract["side"], document=contract["document"], line=contract["line"], item=contract["item_code"],
        due_on=contract["due_on"], quantity_micro=int(row.get("quantity_micro", contract["quantity_micro"])),
        cost_minor=row["cost_minor"], value_minor=row["value_minor"], loss_minor=row["loss_minor"],
        held_minor=row["held_minor"], charged_minor=row["charged_minor"], reversed_minor=row["reversed_minor"],
        finding=row["finding"],
    )  # fmt: skip


def _entry(reader: Reader, granted: Granted, tested: Tested) -> Iterator[EntryLine]:
    """Yield the lines of the entry that what is charged, taken back and used would make: those that `draft-commitments` drafts."""
    names = {row["id"]: row for row in ledger_read.accounts(reader, granted.entity.id)}
    for (account, _), amount in entry_of(tested, ledger_read.roles(reader, granted.entity.id)).items():
        yield EntryLine(account=names[account]["code"], name=names[account]["name"], amount_minor=amount)


def _roll(document: str, line: str, held: Held) -> Roll:
    return Roll(document=document, line=line, opening_minor=held.opening_minor, charged_minor=held.charged_minor,
                reversed_minor=held.reversed_minor, used_minor=held.used_minor, closing_minor=held.held_minor)  # fmt: skip
