"""Journals drafted by hand, between the core, which judges them, and the store, which keeps them.

Before this: a draft from a door or a file. After this: `draft-journal`, `approve-journal`, `post-journal`, and what shows.
"""

from collections.abc import Sequence
from datetime import date

from lowmark.core.journal.manual import (
    POSTED_EVENT,
    REVERSED_EVENT,
    Demand,
    Draft,
    DraftLine,
    Fault,
    Leg,
    due,
    faults_of,
    hash_of,
    read_dimensions,
    state_of,
    written,
)
from lowmark.core.kinds.day import from_day, to_day
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import journals
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import NewEntry, NewLine, Written, write_entries
from lowmark.store.session import Reader, Row, Writer

RECURRENCES = ("once", "reversing", "recurring")


def faults(reader: Reader, granted: Granted, book: Book, draft: Draft) -> tuple[Fault, ...]:
    """Return everything that is wrong with a draft, by the chart and the rules of dimensions on its day."""
    asked = journals.demands(reader, granted.entity.id, from_day(draft.first_on))
    chart = {
        account["code"]: Demand(is_control=account["kind"] == "control", demands=asked.get(account["code"], {}))
        for account in ledger_read.accounts(reader, granted.entity.id)
    }
    values = journals.dimension_values(reader, granted.entity.id).keys()
    found = faults_of(draft, accounts=chart, values=values, currency=book.currency)
    if journals.draft(reader, book.id, draft.document) is not None:
        found += (Fault(0, "conflict", f"there is a journal {draft.document!r} already", "choose another name"),)
    return found


def keep(writer: Writer, granted: Granted, book: Book, draft: Draft) -> bytes:
    """Write a draft that has no fault; return its hash."""
    assert granted.user_id is not None
    account_ids = {account["code"]: account["id"] for account in ledger_read.accounts(writer, granted.entity.id)}
    digest = hash_of(draft)
    sequences, recorded_at = writer.tick(granted.entity.id, 1 + len(draft.lines))
    header = {
        "entity_id": granted.entity.id, "book_id": book.id, "document": draft.document, "kind": draft.kind,
        "purpose": draft.purpose, "first_on": from_day(draft.first_on),
        "until_on": None if draft.until_on is None else from_day(draft.until_on), "origin_year": draft.origin_year,
        "because": draft.because, "draft_hash": digest, "drafted_by": granted.user_id,
    }  # fmt: skip
    lines = [
        {"account_id": account_ids[line.account], "amount_minor": line.amount_minor, "item_class": line.item_class,
         "dimensions": written(line.dimensions), "tx_currency": line.tx_currency, "tx_amount_minor": line.tx_amount_minor}
        for line in draft.lines
    ]  # fmt: skip
    journals.write_draft(writer, header, lines, sequences=sequences, recorded_at=recorded_at)
    return digest


def find_draft(reader: Reader, book: Book, document: str) -> Row:
    """Return a draft.

    Raises: Problem `not_found`.
    """
    found = journals.draft(reader, book.id, document)
    if found is None:
        raise Problem("not_found", f"book {book.code} has no journal {document!r}",
                      hint="list-journals shows those there are")  # fmt: skip
    return found


def as_drafted(reader: Reader, row: Row) -> Draft:
    """Return a draft as it was drafted, from what the store keeps of it."""
    lines = tuple(
        DraftLine(account=line["code"], amount_minor=line["amount_minor"], item_class=line["item_class"],
                  dimensions=read_dimensions(line["dimensions"]), tx_currency=line["tx_currency"],
                  tx_amount_minor=line["tx_amount_minor"])
        for line in journals.draft_lines(reader, row["id"])
    )  # fmt: skip
    return Draft(
        document=row["document"], kind=row["kind"], purpose=row["purpose"], first_on=to_day(row["first_on"]),
        until_on=None if row["until_on"] is None else to_day(row["until_on"]), origin_year=row["origin_year"],
        because=row["because"], lines=lines,
    )  # fmt: skip


def state(row: Row) -> str:
    """Say where a draft is in its life."""
    return state_of(decision=row["decision"], kind=row["kind"], postings=row["postings"])


def legs_due(reader: Reader, granted: Granted, row: Row, up_to: date) -> list[Leg]:
    """Return what is due of a draft up to a day and not posted yet, oldest first."""
    periods = [(to_day(one.starts_on), to_day(one.ends_on)) for one in entities_read.periods(reader, granted.entity.id)]
    wanted = due(
        kind=row["kind"], first_on=to_day(row["first_on"]), periods=periods, up_to=to_day(up_to),
        until_on=None if row["until_on"] is None else to_day(row["until_on"]),
    )  # fmt: skip
    posted = {(one["occurrence"], one["leg"]) for one in journals.postings(reader, row["id"])}
    return [leg for leg in wanted if (leg.occurrence, leg.leg) not in posted]


def write_legs(writer: Writer, granted: Granted, book: Book, row: Row, legs: Sequence[Leg]) -> list[Written]:
    """Post what is due of an approved draft: postings first, then entries, then the dimensions of their lines.

    Domain: the periods of their days are held, and the draft.
    """
    assert granted.user_id is not None and row["decision"] == "approved"
    entity, lines = granted.entity, journals.draft_lines(writer, row["id"])
    originals = {one["occurrence"]: one["entry_id"] for one in journals.postings(writer, row["id"])}
    named = [(line["line_no"], read_dimensions(line["dimensions"])) for line in lines]
    dimensions = [(place, name, code) for place, pairs in named for name, code in pairs]
    sequences, recorded_at = writer.tick(entity.id, len(legs) * (2 + len(dimensions)))
    following, known = iter(sequences), {"entity_id": entity.id, "recorded_at": recorded_at}
    entry_ids = list(writer.take_ids("entry", len(legs)))
    originals |= {leg.occurrence: number for leg, number in zip(legs, entry_ids, strict=True) if leg.leg == "posted"}
    posting_ids = writer.take_ids("journal_posting", len(legs))
    writer.insert("journal_posting", [
        {**known, "id": number, "draft_id": row["id"], "occurrence": leg.occurrence, "leg": leg.leg,
         "accounting_on": from_day(leg.accounting_on), "entry_id": entry_id, "posted_by": granted.user_id,
         "known_seq": next(following)}
        for leg, number, entry_id in zip(legs, posting_ids, entry_ids, strict=True)
    ])  # fmt: skip
    entries = [
        _entry(granted, row, lines, leg, originals[leg.occurrence] if leg.leg == "reversed" else None) for leg in legs
    ]
    place = next(following)
    made = write_entries(
        writer, entries, entity_id=entity.id, book_id=book.id, posted_by=granted.user_id, recorded_at=recorded_at,
        sequences=range(place, place + len(legs)), entry_ids=entry_ids,
    )  # fmt: skip
    rest = iter(sequences[2 * len(legs) :])
    values = journals.dimension_values(writer, entity.id)
    rows = [
        {**known, "entry_id": entry_id, "line_no": line_no, "dimension": name, "value_id": values[name, code],
         "known_seq": next(rest)}
        for entry_id in entry_ids for line_no, name, code in dimensions
    ]  # fmt: skip
    numbers = writer.take_ids("line_dimension", len(rows))
    writer.insert("line_dimension", [{**row_, "id": number} for row_, number in zip(rows, numbers, strict=True)])
    return made


def _entry(granted: Granted, row: Row, lines: Sequence[Row], leg: Leg, reverses_id: int | None) -> NewEntry:
    """Return the entry of one posting; reversed, with every sign turned."""
    sign, day = (-1 if reverses_id is not None else 1), from_day(leg.accounting_on)
    return NewEntry(
        journal="general", fiscal_year=granted.entity.fiscal_year(day), accounting_on=day, source="manual",
        event=REVERSED_EVENT if reverses_id is not None else POSTED_EVENT, document=row["document"],
        reverses_id=reverses_id,
        lines=tuple(
            NewLine(account_id=line["account_id"], amount_minor=sign * line["amount_minor"], reason="",
                    item_class=line["item_class"], tx_currency=line["tx_currency"],
                    tx_amount_minor=None if line["tx_amount_minor"] is None else sign * line["tx_amount_minor"])
            for line in lines
        ),
    )  # fmt: skip
