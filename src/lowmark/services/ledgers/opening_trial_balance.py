"""Take over the balances of a ledger that was kept elsewhere until now: one entry, once a book.

Before this: the lines of a trial balance, imported. After this: the layers and allowances taken over, which bring the
opening balances' account back to nothing where they agree with the ledger left behind; `tie-out` shows what they do not.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.accounts import RESULT_SECTIONS
from lowmark.services.access import Granted
from lowmark.services.ledgers.opening_entry import Balance, closed_result, opening_entry
from lowmark.services.periods import share_periods
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import NewEntry, NewLine, Written, write_entries
from lowmark.store.session import Row, Writer

EVENT = "opening_trial_balance"


def post_opening(writer: Writer, granted: Granted, book: Book, lines: Sequence[Row]) -> Written:
    """Post the balances of a trial balance as the entry with which our own ledger begins.

    Shapes: lines: account_id, amount_minor (debits less credits), as_of and document, these two alike in all.
    Domain: it counts on its own day or, where our periods begin the day after, on their first day; results of a fiscal
            year that has ended then are retained earnings.
    Locks:  the period, shared; the entity clock last.
    Raises: Problem `refused` when the book has had one, when it is of a day that no period begins after, or when it
            holds nothing but goods and what they are owed for; `period_closed`.
    """
    entity = granted.entity
    assert granted.user_id is not None
    assert lines, "a trial balance has lines"
    as_of, document = lines[0]["as_of"], lines[0]["document"]
    counts_on = _counted_on(writer, granted, as_of)
    if ledger_read.has_entry_of(writer, book.id, EVENT):
        raise Problem("refused", f"book {book.code} has its opening trial balance",
                      hint="a ledger begins once; correct it by an entry")  # fmt: skip
    chart = ledger_read.accounts(writer, entity.id)
    roles = ledger_read.roles(writer, entity.id)
    balances: Iterable[Balance] = [(line["account_id"], line["amount_minor"]) for line in lines]
    if entity.fiscal_year(as_of) != entity.fiscal_year(counts_on):
        results = _ids(chart, "section", RESULT_SECTIONS)
        balances = closed_result(lines=balances, result=results, retained_account=roles["retained_earnings", ""])
    made = opening_entry(
        lines=balances, control=_ids(chart, "kind", ("control",)), opening_account=roles["opening_balance", ""]
    )
    if not made:
        raise Problem("refused", f"{document} opens no account", hint="give every account that has a balance")
    sequences, recorded_at = writer.tick(entity.id, 1)
    new = NewEntry(
        journal="general", fiscal_year=entity.fiscal_year(counts_on), accounting_on=counts_on, event=EVENT,
        document=document, source="manual",
        lines=tuple(NewLine(account_id=account, amount_minor=amount, reason="", item_class="")
                    for account, amount in made),
    )  # fmt: skip
    (written,) = write_entries(
        writer, [new], entity_id=entity.id, book_id=book.id, posted_by=granted.user_id, sequences=sequences,
        recorded_at=recorded_at,
    )  # fmt: skip
    return written


def _counted_on(writer: Writer, granted: Granted, as_of: date) -> date:
    """Return the day on which the opening counts, with its period held open.

    Raises: Problem `refused`, `period_closed`.
    """
    day_after = as_of + timedelta(days=1)
    for day, which in ((as_of, lambda one: one.holds(as_of)), (day_after, lambda one: one.starts_on == day_after)):
        if held := share_periods(writer, granted.entity.id, which):
            if held[0].state == "closed":
                raise Problem(
                    "period_closed", f"the period of {day} is closed", hint="a ledger begins in an open period"
                )
            return day
    raise Problem("refused", f"no period holds {as_of} or begins the day after",
                  hint="give the trial balance of the day before the first period")  # fmt: skip


def _ids(chart: Iterable[Row], column: str, words: Collection[str]) -> frozenset[int]:
    return frozenset(account["id"] for account in chart if account[column] in words)
