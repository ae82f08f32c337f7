"""Read the chart, its roles, balances and entries, and what an outside ledger was handed and says.

An entry *is in* a trial balance of an outside ledger when it counts up to that day and went out in an export that the
trial balance includes. What an export handed out needs no list: it is every entry that counts up to the export's day
and was known up to its sequence, without those of earlier exports, so that each entry goes out exactly once.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lowmark.core.tables.journal_drafts import FORMULA_CHANGE_TAX
from lowmark.store.entities.read import Book
from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl

BALANCES = """
SELECT a.id, a.code, a.name, a.section, a.caption, a.sort_order,
       a.cash_flow, CAST(coalesce(sum(b.amount_minor), 0) AS bigint),
       CAST(coalesce(sum(CASE WHEN b.accounting_on >= %s THEN b.amount_minor ELSE 0 END), 0) AS bigint),
       CAST(coalesce(sum(CASE WHEN b.accounting_on < %s OR b.event IN {openings} OR {restated}
            THEN b.amount_minor ELSE 0 END), 0) AS bigint)
FROM ledger_account a
LEFT JOIN (
    SELECT e.id, l.account_id, l.amount_minor, e.accounting_on, e.event
    FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
    WHERE {of_book} AND e.accounting_on <= %s AND e.known_seq <= %s {which}
) b ON b.account_id = a.id
WHERE a.entity_id = %s
GROUP BY a.id, a.code, a.name, a.section, a.caption, a.sort_order, a.cash_flow
ORDER BY a.sort_order, a.code
"""

OPENINGS = (
    "opening", "opening_allowance", "opening_variance", "opening_variance_gain", "opening_trial_balance",
    "opening_lifo_reserve", "opening_lifo_reserve_back",
)  # fmt: skip
"""Events by which goods and balances are taken over: in an outside ledger they are its own already."""

_OPENINGS = "('" + "', '".join(OPENINGS) + "')"

WENT_OUT = """EXISTS (
    SELECT 1 FROM ledger_entry_export x WHERE x.book_id = e.book_id AND x.to_seq <= %s
    AND e.known_seq <= x.to_seq AND e.accounting_on <= x.up_to
)"""
"""Of an entry `e`: one of the exports up to a sequence handed it out."""

IN_TRIAL_BALANCE = f"(e.event IN {_OPENINGS} OR (e.accounting_on <= %s AND {WENT_OUT}))"
"""Of an entry `e`: it is in a trial balance, whose day and sequence are its parameters."""


_BESIDE = """(e.book_id = %s OR (e.journal <> 'write_downs' AND e.book_id = (
    SELECT p.id FROM entities_book p WHERE p.entity_id = e.entity_id AND p.is_primary
)))"""


def of_book(book: Book) -> str:
    """Return the condition that an entry `e` is of a book, whose number is its one parameter.

    A book beside the primary one has entries of its own for what it holds against its stock; all else it shares: costs are
    those of the basis that both point to. So its entries are its own, and the primary's without those of allowances.
    """
    return "e.book_id = %s" if book.is_primary else _BESIDE


YEAR_END_CLOSE = "year_end_close"
ADJUSTED = "adjusted"
_NOT_CLOSED = f" AND NOT (e.event = '{YEAR_END_CLOSE}' AND e.accounting_on >= %s)"
_NOT_ADJUSTED = """ AND NOT (e.accounting_on >= %s AND e.source = 'manual' AND e.id IN (
    SELECT p.entry_id FROM ledger_journal_posting p JOIN ledger_journal_draft d ON d.id = p.draft_id
    WHERE d.purpose IN ('adjusting', 'audit')
))"""
STAGES = {"unadjusted": (_NOT_CLOSED, _NOT_ADJUSTED), ADJUSTED: (_NOT_CLOSED,), "closed": ()}
"""Which entries of its own fiscal year a trial balance leaves out, each with the year's first day as its parameter."""

FORMULA_RESTATED = ("formula_restated", "formula_restated_back")
"""Events by which goods come to what they would have cost had another formula always been theirs."""

RESTATED = f"""(b.event IN {FORMULA_RESTATED} OR b.id IN (
    SELECT c.entry_id FROM ledger_entry_classification c WHERE c.classified = 'material_error' AND c.known_seq <= %s
    UNION ALL SELECT c.restating_id FROM ledger_entry_classification c WHERE c.classified = 'material_error'
    UNION ALL SELECT p.entry_id FROM ledger_journal_posting p JOIN ledger_journal_draft d ON d.id = p.draft_id
    WHERE d.purpose = '{FORMULA_CHANGE_TAX}'
))"""  # noqa: S608 -- our own words
"""Of an entry `b`: it corrects a material error of an earlier year, or is what a change of formula that goes back, or the tax on
it, does to earlier years; so it is part of what the year began with."""


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """What an outside ledger said on a day: debits less credits by account; and which of our entries are in it."""

    document: str
    as_of: date
    includes_seq: int
    amounts: dict[int, int]


def roles(reader: Reader, entity_id: int) -> dict[tuple[str, str], int]:
    """Return the accounts that play roles: (role, reason) to account."""
    sql = "SELECT role, reason, account_id FROM ledger_account_role WHERE entity_id = %s"
    return {(row["role"], row["reason"]): row["account_id"] for row in reader.rows(sql, [entity_id])}


def balances(
    reader: Reader,
    *,
    entity_id: int,
    book: Book,
    as_of: date,
    known_seq: int,
    year_from: date,
    beside: TrialBalance | None = None,
    stage: str = ADJUSTED,
) -> "pl.DataFrame":
    """Return every account with its balance at a date as known at a sequence, its part of the fiscal year, its opening.

    Domain: `opening_minor` is what is of the years before, or was brought by opening entries or restated. With `beside`,
            only of entries that are not in that trial balance, and not of those that took over what it holds anyway.
            `stage` says which entries of the year count: not its closing one, unless `closed`; `unadjusted`, none of
            those that adjust it.
    """  # fmt: skip
    outside = f"AND NOT {IN_TRIAL_BALANCE}"
    which, parameters = ("", []) if beside is None else (outside, [beside.as_of, beside.includes_seq])
    which += "".join(STAGES[stage])
    parameters += [year_from] * len(STAGES[stage])
    return reader.frame(
        BALANCES.format(openings=_OPENINGS, which=which, of_book=of_book(book), restated=RESTATED),
        [year_from, year_from, known_seq, book.id, as_of, known_seq, *parameters, entity_id],
        {"account_id": "id", "code": "text", "name": "text", "section": "text", "caption": "text", "sort_order": "int",
         "cash_flow": "text", "posted_minor": "minor", "posted_year_minor": "minor", "opening_minor": "minor"},
    )  # fmt: skip


def trial_balance(reader: Reader, *, book_id: int, as_of: date, known_seq: int) -> TrialBalance | None:
    """Return the latest trial balance of an outside ledger up to a date as known at a sequence, or none.

    Of two of one day, the later known stands.
    """
    about = reader.row(
        "SELECT document, as_of, includes_seq FROM ledger_trial_balance_line"
        " WHERE book_id = %s AND as_of <= %s AND known_seq <= %s ORDER BY as_of DESC, known_seq DESC LIMIT 1",
        [book_id, as_of, known_seq], days=("as_of",),
    )  # fmt: skip
    if about is None:
        return None
    lines = reader.rows(
        "SELECT account_id, amount_minor FROM ledger_trial_balance_line WHERE book_id = %s AND document = %s",
        [book_id, about["document"]],
    )
    amounts = {line["account_id"]: line["amount_minor"] for line in lines}
    return TrialBalance(about["document"], about["as_of"], about["includes_seq"], amounts)


def includes_seq(reader: Reader, book_id: int, as_of: date) -> int:
    """Return up to which sequence an outside ledger holds our entries on a day: the last export's up to it, or 0."""
    sql = "SELECT max(to_seq) FROM ledger_entry_export WHERE book_id = %s AND up_to <= %s"
    return int(reader.value(sql, [book_id, as_of]) or 0)


def in_trial_balance(
    reader: Reader, *, book: Book, as_of: date, known_seq: int, beside: TrialBalance
) -> dict[int, int]:
    """Return our part of a trial balance by account: what was taken over up to a date, and what went out since."""
    rows = reader.rows(
        "SELECT l.account_id, CAST(sum(l.amount_minor) AS bigint) AS amount_minor"  # noqa: S608 -- our own words
        " FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id"
        f" WHERE {of_book(book)} AND e.accounting_on <= %s AND e.known_seq <= %s"
        f" AND {IN_TRIAL_BALANCE} GROUP BY l.account_id",
        [book.id, as_of, known_seq, beside.as_of, beside.includes_seq],
    )
    return {row["account_id"]: row["amount_minor"] for row in rows}


def taken_over(reader: Reader, *, book: Book, as_of: date, known_seq: int) -> dict[int, int]:
    """Return what opening entries brought by account, but what the opening trial balance did."""
    rows = reader.rows(
        "SELECT l.account_id, CAST(sum(l.amount_minor) AS bigint) AS amount_minor"  # noqa: S608 -- our own words
        " FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id"
        f" WHERE {of_book(book)} AND e.accounting_on <= %s AND e.known_seq <= %s AND e.event IN {_OPENINGS}"
        " AND e.event <> 'opening_trial_balance' GROUP BY l.account_id",
        [book.id, as_of, known_seq],
    )
    return {row["account_id"]: row["amount_minor"] for row in rows}


def restated_in(
    reader: Reader, *, book: Book, entity_id: int, as_of: date, known_seq: int, year_from: date
) -> dict[int, int]:
    """Return what of a year up to a date is of earlier years by account: entries that restate them."""
    rows = reader.rows(
        "SELECT l.account_id, CAST(sum(l.amount_minor) AS bigint) AS amount_minor"  # noqa: S608 -- our own words
        " FROM (SELECT e.id, e.event FROM ledger_entry e"
        f" WHERE {of_book(book)} AND e.entity_id = %s AND e.accounting_on BETWEEN %s AND %s AND e.known_seq <= %s) b"
        f" JOIN ledger_line l ON l.entry_id = b.id WHERE {RESTATED} GROUP BY l.account_id",
        [book.id, entity_id, year_from, as_of, known_seq, known_seq],
    )
    return {row["account_id"]: row["amount_minor"] for row in rows}


def formulas_restated(
    reader: Reader, book: Book, *, account_id: int, first_on: date, as_of: date, known_seq: int
) -> int:
    """Return what changes of formula that go back posted to an account in a time, debits less credits."""
    return int(reader.value(
        "SELECT coalesce(sum(l.amount_minor), 0) FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id"  # noqa: S608
        f" WHERE {of_book(book)} AND e.event IN {FORMULA_RESTATED} AND e.accounting_on BETWEEN %s AND %s AND e.known_seq <= %s"
        " AND l.account_id = %s",
        [book.id, first_on, as_of, known_seq, account_id],
    ))  # fmt: skip


def is_closed(reader: Reader, book: Book, *, as_of: date, known_seq: int) -> bool:
    """Say whether a fiscal year that ends on a day has been closed to retained earnings."""
    sql = (f"SELECT 1 FROM ledger_entry e WHERE {of_book(book)} AND e.event = '{YEAR_END_CLOSE}'"  # noqa: S608
           " AND e.accounting_on = %s AND e.known_seq <= %s LIMIT 1")  # fmt: skip
    return reader.value(sql, [book.id, as_of, known_seq]) is not None


def accounts(reader: Reader, entity_id: int) -> list[Row]:
    """Return the chart: id, code, name, kind, section, in the order of codes."""
    return reader.rows(
        "SELECT id, code, name, kind, section FROM ledger_account WHERE entity_id = %s ORDER BY code", [entity_id]
    )


def natures(reader: Reader, entity_id: int) -> dict[int, str]:
    """Return the natures of expense accounts that have one beside their function."""
    sql = "SELECT id, nature FROM ledger_account WHERE entity_id = %s AND nature <> ''"
    return {row["id"]: row["nature"] for row in reader.rows(sql, [entity_id])}


def has_entry_of(reader: Reader, book_id: int, event: str) -> bool:
    """Say whether an event has been posted in a book."""
    sql = "SELECT 1 FROM ledger_entry WHERE book_id = %s AND event = %s LIMIT 1"
    return reader.value(sql, [book_id, event]) is not None


def has_entry_up_to(reader: Reader, book_id: int, as_of: date) -> bool:
    """Say whether anything counts in a book up to a day."""
    sql = "SELECT 1 FROM ledger_entry WHERE book_id = %s AND accounting_on <= %s LIMIT 1"
    return reader.value(sql, [book_id, as_of]) is not None


def last_exported(reader: Reader, book_id: int) -> int:
    """Return up to which sequence entries have been exported, 0 if none."""
    return int(reader.value("SELECT max(to_seq) FROM ledger_entry_export WHERE book_id = %s", [book_id]) or 0)


def lines_to_export(
    reader: Reader, *, book_id: int, up_to: date, to_seq: int, with_openings: bool, again: bool = False
) -> list[Row]:
    """Return the lines of every entry that counts up to a day and no export has handed out, in the order of numbers.

    Domain: without openings those entries are left out by which goods were taken over from the outside ledger itself.
            With `again`, what exports have handed out is there too.
    """
    which = "" if with_openings else f"AND e.event NOT IN {_OPENINGS}"
    which += "" if again else f"AND NOT {WENT_OUT}"
    return reader.rows(
        "SELECT e.id AS entry_id, e.journal, e.fiscal_year, e.number, e.accounting_on, e.event, e.document,"  # noqa: S608
        " a.code, a.name, a.section, l.amount_minor, l.reason, l.item_class"
        " FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id"
        f" WHERE e.book_id = %s AND e.accounting_on <= %s AND e.known_seq <= %s {which}"
        " ORDER BY e.known_seq, e.id, l.line_no",
        [book_id, up_to, to_seq, *([] if again else [to_seq])], days=("accounting_on",),
    )  # fmt: skip


def entry_by_number(reader: Reader, book_id: int, journal: str, fiscal_year: int, number: int) -> Row | None:
    """Return an entry's header, or none."""
    return reader.row(
        "SELECT e.id, e.journal, e.fiscal_year, e.number, e.accounting_on, e.event, e.document, e.run_id,"
        " e.approval_id, e.known_seq, u.username AS posted_by FROM ledger_entry e LEFT JOIN people_user u ON u.id = e.posted_by"
        " WHERE e.book_id = %s AND e.journal = %s AND e.fiscal_year = %s AND e.number = %s",
        [book_id, journal, fiscal_year, number], days=("accounting_on",),
    )  # fmt: skip


def lines_of_entry(reader: Reader, entry_id: int) -> list[Row]:
    """Return the lines of an entry with their accounts."""
    return reader.rows(
        "SELECT l.line_no, a.code, a.name, l.reason, l.item_class, l.amount_minor FROM ledger_line l"
        " JOIN ledger_account a ON a.id = l.account_id WHERE l.entry_id = %s ORDER BY l.line_no",
        [entry_id],
    )


def book_balances(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> list[Row]:
    """Return the balances that are not zero: book, code, amount_minor."""
    return reader.rows(
        "SELECT b.code AS book, a.code, CAST(sum(l.amount_minor) AS bigint) AS amount_minor FROM ledger_entry e"
        " JOIN ledger_line l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id"
        " JOIN entities_book b ON b.id = e.book_id"
        " WHERE e.entity_id = %s AND e.accounting_on <= %s AND e.known_seq <= %s"
        " GROUP BY b.code, a.code HAVING sum(l.amount_minor) <> 0",
        [entity_id, as_of, known_seq],
    )
