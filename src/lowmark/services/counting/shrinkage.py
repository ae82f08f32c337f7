"""Shrinkage accrued between counts: an estimate in place of the last one, made anew by hand or because a count was posted.

Before this: an open transaction that holds the period. After this: an entry for what the last estimate said, reversed, and one
for what this one says. A count that is posted says what is missing; what was accrued for what it counted is taken back with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from lowmark.core.estimates.shrinkage import shrinkage_accrual
from lowmark.core.journal.one import Event, to_entries_one
from lowmark.services.access import Granted
from lowmark.services.recording.entries import entries_of
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger import shrinkage as shrinkage_store
from lowmark.store.ledger.write import write_entries
from lowmark.store.session import Reader, Row, Writer

EVENT, BACK = "shrinkage_accrued", "shrinkage_accrued_back"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accrual:
    """What is taken to be missing of one item, and the window whose sales say so."""

    item_id: int
    item: str
    item_class: str
    sold_from: date
    sold_to: date
    rate_micro: int
    sold_minor: int = 0
    accrual_minor: int = 0


@dataclass(frozen=True, slots=True)
class Trued:
    """What an estimate took back, what it says now, its entries, and a moment of the clock."""

    reversed_minor: int
    accrual_minor: int
    entries: tuple[str, ...]
    clock: tuple[int, int]


def measured(reader: Reader, granted: Granted, book: Book, windows: Sequence[Accrual]) -> list[Accrual]:
    """Return the accruals with what was sold in each window, as is known now, and what is taken to be missing of it."""
    open_ = [one for one in windows if one.sold_from <= one.sold_to]
    days: defaultdict[int, list[Row]] = defaultdict(list)
    if open_:
        for row in shrinkage_store.sold(
            reader, granted.entity.id, book.cost_basis_id, first_on=min(one.sold_from for one in open_),
            last_on=max(one.sold_to for one in open_), known_seq=entities_read.known_seq(reader, granted.entity.id),
        ):  # fmt: skip
            days[row["item_id"]].append(row)
    found = []
    for one in windows:
        sold = sum(row["sold_minor"] for row in days[one.item_id] if one.sold_from <= row["on_day"] <= one.sold_to)
        missing = shrinkage_accrual(sold_minor=sold, rate_micro=one.rate_micro)
        found.append(replace(one, sold_minor=max(sold, 0), accrual_minor=missing))
    return found


def write_accruals(
    writer: Writer, granted: Granted, book: Book, *, document: str, as_of: date, rows: Sequence[Accrual], last: Sequence[Row]
) -> Trued:  # fmt: skip
    """Write an estimate, with the entries that take back the last one and post this one."""
    assert granted.user_id is not None  # Posting takes a role, and roles are people's.
    entity = granted.entity
    before = [(row["item_class"], row["accrual_minor"]) for row in last]
    now = [(row.item_class, row.accrual_minor) for row in rows]
    events = [
        Event(event=name, accounting_on=as_of, document=document, item_class=item_class, amount_minor=amount)
        for name, some in ((BACK, before), (EVENT, now)) for item_class, amount in _by_class(some)
    ]  # fmt: skip
    entries = entries_of(to_entries_one(events=events, roles=ledger_read.roles(writer, entity.id)), entity=entity)
    sequences, recorded_at = writer.tick(entity.id, len(entries) + len(rows) + 1)
    written = write_entries(
        writer, entries, entity_id=entity.id, book_id=book.id, posted_by=granted.user_id,
        sequences=sequences[: len(entries)], recorded_at=recorded_at,
    )  # fmt: skip
    shrinkage_store.write_estimate(writer, [_row(granted, book, document, as_of, one, seq, recorded_at)
                                            for seq, one in zip(sequences[len(entries) : -1], rows, strict=True)])  # fmt: skip
    return Trued(sum(amount for _, amount in before), sum(row.accrual_minor for row in rows),
                 tuple(each.name for each in written), (sequences[-1], recorded_at))  # fmt: skip


def true_up(
    writer: Writer, granted: Granted, book: Book, *, document: str, on: date, counted: Mapping[int, date]
) -> Trued | None:
    """Take back what was accrued for items that a count has just said what is missing of; none where nothing was.

    Domain: an estimate that counts after the day stays as it is.
    """
    last = shrinkage_store.last_estimate(writer, book.id)
    if not last or last[0]["as_of"] > on or not any(row["item_id"] in counted and row["accrual_minor"] for row in last):
        return None
    windows = [
        Accrual(
            item_id=row["item_id"], item=row["item"], item_class=row["item_class"], rate_micro=row["rate_micro"],
            sold_from=max(row["sold_from"], counted[row["item_id"]] + DAY) if row["item_id"] in counted else row["sold_from"],
            sold_to=row["sold_to"],
        )
        for row in last
    ]  # fmt: skip
    rows = measured(writer, granted, book, windows)
    return write_accruals(
        writer, granted, book, document=_new_name(writer, granted, document), as_of=on, rows=rows, last=last
    )


def _new_name(reader: Reader, granted: Granted, document: str) -> str:
    """Return a name that no estimate has yet."""
    name, nth = document, 1
    while shrinkage_store.is_there(reader, granted.entity.id, name):
        nth += 1
        name = f"{document}/{nth}"
    return name


def _by_class(amounts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Sum by class of item, leaving out what is nothing."""
    sums: defaultdict[str, int] = defaultdict(int)
    for item_class, amount in amounts:
        sums[item_class] += amount
    return [(item_class, amount) for item_class, amount in sorted(sums.items()) if amount]


def _row(  # noqa: PLR0917
    granted: Granted, book: Book, document: str, as_of: date, one: Accrual, seq: int, recorded_at: int
) -> dict[str, Any]:  # fmt: skip
    return {
        "entity_id": granted.entity.id, "book_id": book.id, "document": document, "item_id": one.item_id,
        "sold_from": one.sold_from, "sold_to": one.sold_to, "as_of": as_of, "rate_micro": one.rate_micro,
        "sold_minor": one.sold_minor, "accrual_minor": one.accrual_minor, "known_seq": seq, "recorded_at": recorded_at,
    }  # fmt: skip
