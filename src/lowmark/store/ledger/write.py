"""Write entries: lines first, the header last, which seals them. Numbers have no gaps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lowmark.core.tables.lines import LINE
from lowmark.store.hashing import canonical
from lowmark.store.session import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """One line of an entry to be written."""

    account_id: int
    amount_minor: int
    reason: str
    item_class: str
    tx_currency: str | None = None
    tx_amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """One entry to be written."""

    journal: str
    fiscal_year: int
    accounting_on: date
    event: str
    document: str
    lines: tuple[NewLine, ...] = field(repr=False)
    run_id: int | None = None
    approval_id: int | None = None
    policy_hash: bytes | None = None
    source: str = "subledger"
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An entry as it was numbered."""

    id: int
    name: str


def write_entries(
    writer: Writer,
    entries: Sequence[NewEntry],
    *,
    entity_id: int,
    book_id: int,
    posted_by: int,
    sequences: range,
    recorded_at: int,
    entry_ids: Sequence[int] = (),
) -> list[Written]:
    """Number entries without gaps, write their lines, and seal each by its header.

    Domain: the entity clock is held; there is a sequence for each entry. `entry_ids` are their row numbers, where these
            had to be known before.
    """
    if not entries:
        return []
    numbers = _take_numbers(writer, entries, entity_id=entity_id, book_id=book_id)
    entry_ids = entry_ids or writer.take_ids("entry", len(entries))
    line_ids = iter(writer.take_ids("line", sum(len(entry.lines) for entry in entries)))
    headers, lines, following = [], [], []
    for entry, entry_id, number, seq in zip(entries, entry_ids, numbers, sequences, strict=True):
        rows = [
            {"id": next(line_ids), "entity_id": entity_id, "book_id": book_id, "entry_id": entry_id, "line_no": place,
             "account_id": line.account_id, "amount_minor": line.amount_minor, "reason": line.reason,
             "item_class": line.item_class, "location_id": None, "tx_currency": line.tx_currency,
             "tx_amount_minor": line.tx_amount_minor, "rate_id": None}
            for place, line in enumerate(entry.lines, start=1)
        ]  # fmt: skip
        lines += rows
        following.append(b"".join(canonical(LINE, row) for row in rows))
        headers.append(_header(entry, entry_id, number) | {
            "entity_id": entity_id, "book_id": book_id, "posted_by": posted_by, "known_seq": seq,
            "recorded_at": recorded_at,
        })  # fmt: skip
    writer.insert("line", lines)
    writer.insert("entry", headers, following=following)
    return [
        Written(id=entry_id, name=f"{entry.journal}/{entry.fiscal_year}/{number}")
        for entry, entry_id, number in zip(entries, entry_ids, numbers, strict=True)
    ]


def _header(entry: NewEntry, entry_id: int, number: int) -> dict[str, Any]:
    """Return an entry's own columns."""
    return {
        "id": entry_id, "journal": entry.journal, "fiscal_year": entry.fiscal_year, "number": number,
        "accounting_on": entry.accounting_on, "event": entry.event, "document": entry.document, "source": entry.source,
        "n_lines": len(entry.lines), "reverses_id": entry.reverses_id, "run_id": entry.run_id, "approval_id": entry.approval_id,
        "policy_hash": entry.policy_hash,
    }  # fmt: skip


def _take_numbers(writer: Writer, entries: Sequence[NewEntry], *, entity_id: int, book_id: int) -> list[int]:
    """Take the next numbers of each journal and fiscal year, in the order of the entries."""
    following: dict[tuple[str, int], int] = {}
    for (journal, year), count in sorted(Counter((e.journal, e.fiscal_year) for e in entries).items()):
        key = [book_id, journal, year]
        last = writer.value(
            "SELECT last_number FROM ledger_journal_counter WHERE book_id = %s AND journal = %s AND fiscal_year = %s",
            key,
        )
        if last is None:
            writer.insert("journal_counter", [{
                "book_id": book_id, "journal": journal, "fiscal_year": year, "entity_id": entity_id,
                "last_number": count,
            }])  # fmt: skip
        else:
            writer.execute(
                "UPDATE ledger_journal_counter SET last_number = last_number + %s"
                " WHERE book_id = %s AND journal = %s AND fiscal_year = %s", [count, *key],
            )  # fmt: skip
        following[journal, year] = int(last or 0) + 1
    numbers = []
    for entry in entries:
        numbers.append(following[entry.journal, entry.fiscal_year])
        following[entry.journal, entry.fiscal_year] += 1
    return numbers


def write_export(writer: Writer, export: dict[str, Any]) -> None:
    """Record that entries were handed to an outside ledger."""
    writer.insert("entry_export", [{"id": writer.take_ids("entry_export", 1)[0], **export}])
