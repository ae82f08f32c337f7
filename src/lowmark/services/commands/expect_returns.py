"""Estimate what customers will return, and post the asset for it in place of the last estimate's.

Locks:  the period of the estimate, shared; the key of estimates of the book; the entity clock last.
"""

from collections.abc import Mapping
from typing import Any

from lowmark.core.estimates.expected_returns import expected_return
from lowmark.core.journal.one import Event, to_entries_one
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.operations.expect_returns import OPERATION, Line, Request, Response
from lowmark.services.recording.entries import entries_of
from lowmark.services.recording.reads import hold_open
from lowmark.services.shares import read_shares
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import expected_returns as returns_store
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import write_entries
from lowmark.store.session import Row, Writer

EVENT, BACK = "returns_expected", "returns_expected_back"


def expect_returns(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Estimate and post.

    Raises: Problem `bad_request` for shares that cannot be read; `conflict` for a name that is taken; `refused` for a day that
            is not after the last estimate's or has no period, or where nothing was sold; `period_closed`.
    """
    rates, recovery = read_shares(request.rates, least_micro=1), read_shares(request.recovery)
    if not rates or request.sold_from > request.as_of:
        raise Problem("bad_request", "no sales can be expected back by this", hint="give rates, and a window that ends after"
                      " it begins")  # fmt: skip

    def work(writer: Writer) -> Done:
        book, last = _require_next(writer, granted, request)
        known_seq = entities_read.known_seq(writer, granted.entity.id)
        sold = returns_store.sales(
            writer, granted.entity.id, book.id, book.cost_basis_id, sold_from=request.sold_from, as_of=request.as_of,
            known_seq=known_seq,
        )  # fmt: skip
        rows = [row | _estimate(row, rates, recovery) for row in sold if _of(row, rates) and row["sold_micro"]]
        if not rows:
            raise Problem("refused", "nothing of these was sold in the window", hint="look at the window and the rates")
        entries, clock = _write(writer, granted, book, request, last, rows)
        return Done(_response(request, book, last, rows, entries), f"estimate {request.document}", clock=clock)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _of(row: Row, shares: Mapping[str, int]) -> int:
    """Return the share of an item: its own, or its class's."""
    return shares.get(row["item"], shares.get(row["item_class"], 0))


def _estimate(row: Row, rates: Mapping[str, int], recovery: Mapping[str, int]) -> dict[str, int]:
    """Return what is expected back of one item."""
    rate, share = _of(row, rates), _of(row, recovery)
    cost = max(row["cost_minor"], 0)
    found = expected_return(sold_micro=row["sold_micro"], returned_micro=row["returned_micro"], cost_minor=cost,
                            rate_micro=rate, recovery_micro=share)  # fmt: skip
    return {"rate_micro": rate, "recovery_micro": share, "cost_minor": cost, "expected_micro": found.expected_micro,
            "asset_minor": found.asset_minor}  # fmt: skip


def _require_next(writer: Writer, granted: Granted, request: Request) -> tuple[Book, list[Row]]:
    """Hold the period; return the primary book and the last estimate by class, which this one follows.

    Raises: Problem `refused`, `period_closed`, `conflict`.
    """
    setting = hold_open(writer, granted, request.as_of)
    lock_key(writer, granted.entity.id, f"expected returns of {setting.book.code}")
    if returns_store.is_there(writer, granted.entity.id, request.document):
        raise Problem("conflict", f"there is an estimate {request.document!r} already", hint="give it another name")
    last = returns_store.last_estimate(writer, setting.book.id)
    if last and last[0]["as_of"] >= request.as_of:
        raise Problem("refused", f"the last estimate is as of {last[0]['as_of']}", hint="date this one after it")
    return setting.book, last


def _write(
    writer: Writer, granted: Granted, book: Book, request: Request, last: list[Row], rows: list[dict[str, Any]]
) -> tuple[tuple[str, ...], tuple[int, int]]:  # fmt: skip
    """Write the entries and the estimate; return the entries' names, and what is left of the clock."""
    assert granted.user_id is not None  # Posting takes a role, and roles are people's.
    entity = granted.entity
    events = [
        Event(event=name, accounting_on=request.as_of, document=request.document, item_class=row["item_class"],
              amount_minor=row["asset_minor"])
        for name, of in ((BACK, last), (EVENT, rows)) for row in of
    ]  # fmt: skip
    entries = entries_of(to_entries_one(events=events, roles=ledger_read.roles(writer, entity.id)), entity=entity)
    sequences, recorded_at = writer.tick(entity.id, len(entries) + len(rows) + 1)
    written = write_entries(
        writer, entries, entity_id=entity.id, book_id=book.id, posted_by=granted.user_id,
        sequences=sequences[: len(entries)], recorded_at=recorded_at,
    )  # fmt: skip
    said = ("item_id", "rate_micro", "recovery_micro", "sold_micro", "returned_micro", "cost_minor", "expected_micro",
            "asset_minor")  # fmt: skip
    returns_store.write_estimate(writer, [
        {"entity_id": entity.id, "book_id": book.id, "document": request.document, "sold_from": request.sold_from,
         "as_of": request.as_of, **{name: row[name] for name in said}, "known_seq": seq, "recorded_at": recorded_at}
        for seq, row in zip(sequences[len(entries) : -1], rows, strict=True)
    ])  # fmt: skip
    return tuple(each.name for each in written), (sequences[-1], recorded_at)


def _response(
    request: Request, book: Book, last: list[Row], rows: list[dict[str, Any]], entries: tuple[str, ...]
) -> Response:  # fmt: skip
    """Return the answer."""
    return Response(
        document=request.document, as_of=request.as_of, currency=book.currency, entries=entries,
        reversed_minor=sum(row["asset_minor"] for row in last), asset_minor=sum(row["asset_minor"] for row in rows),
        lines=tuple(
            Line(item=row["item"], sold_micro=row["sold_micro"], returned_micro=row["returned_micro"],
                 expected_micro=row["expected_micro"], cost_minor=row["cost_minor"], asset_minor=row["asset_minor"])
            for row in rows
        ),
    )  # fmt: skip
