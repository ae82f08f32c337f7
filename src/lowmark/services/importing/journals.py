"""Import journals: each as a draft, for somebody else to decide on. The whole file or nothing of it.

Before this: interchange has read the file, whose journals balance. After this: `approve-journal`, `post-journal`.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from lowmark.core.journal.manual import Draft, DraftLine, read_dimensions
from lowmark.core.kinds.day import to_day
from lowmark.core.recording.faults import PROBLEM
from lowmark.services.access import Granted
from lowmark.services.finding import find_book
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import NONE
from lowmark.services.ledgers.journals import faults, keep
from lowmark.store.session import Reader, Writer, reading


def import_journals(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan the drafts of a file, in the primary book."""
    drafts = list(_drafts(frame))
    with reading(granted.scope()) as reader:
        refused = _problems(reader, granted, drafts)
    if not refused.is_empty():
        return Refusal(refused)

    def write(writer: Writer) -> Refusal | None:
        refused = _problems(writer, granted, drafts)
        if not refused.is_empty():
            return Refusal(refused)
        book = find_book(writer, granted.entity, "")
        for _, draft in drafts:
            keep(writer, granted, book, draft)
        return None

    return Outcome(write)


def _drafts(frame: pl.DataFrame) -> Iterator[tuple[list[int], Draft]]:
    """Yield each journal with the rows of its lines, in the order of the file."""
    for (document,), rows in frame.group_by("document", maintain_order=True):
        lines = rows.rows(named=True)
        first = lines[0]
        yield rows["row"].to_list(), Draft(
            document=str(document), kind=first["kind"], purpose=first["purpose"], first_on=to_day(first["first_on"]),
            until_on=None if first["until_on"] is None else to_day(first["until_on"]), origin_year=None,
            because=first["because"],
            lines=tuple(
                DraftLine(account=line["account"], amount_minor=line["amount_minor"], item_class=line["item_class"],
                          dimensions=read_dimensions(line["dimensions"]))
                for line in lines
            ),
        )  # fmt: skip


def _problems(reader: Reader, granted: Granted, drafts: list[tuple[list[int], Draft]]) -> pl.DataFrame:
    """Return everything that is wrong with any of them, by the row that it is in."""
    book = find_book(reader, granted.entity, "")
    found = [
        (rows[max(fault.line_no, 1) - 1], "account" if fault.line_no else "document",
         draft.lines[fault.line_no - 1].account if fault.line_no else draft.document, fault.code, fault.message, fault.hint)
        for rows, draft in drafts for fault in faults(reader, granted, book, draft)
    ]  # fmt: skip
    return pl.DataFrame(found, schema=PROBLEM, orient="row") if found else NONE
