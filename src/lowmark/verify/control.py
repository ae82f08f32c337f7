"""A control account and the subledger that it stands for: the sums of both by entry and by day, to be compared.

Where write-downs stand on the inventory account itself, one account plays two parts, and cost flows and allowance moves
come to its lines together. Before this: the parts that accounts play. After this: the checks of inventory and allowance.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from lowmark.verify.checked import Faults
from lowmark.verify.names import Names, on
from lowmark.verify.reader import MONTH, Row, Rows, pages

ROLES: Final = ("inventory", "allowance")

_ACCOUNTS: Final = "SELECT account_id FROM ledger_account_role WHERE entity_id = %s AND role = %s"
_LINES: Final = """
SELECT l.entry_id, l.amount_minor, e.accounting_on, e.known_seq FROM ledger_entry e CROSS JOIN ledger_line l
WHERE l.entry_id = e.id AND e.entity_id = %s AND l.book_id = %s AND +l.account_id IN (
  SELECT account_id FROM ledger_account_role WHERE entity_id = %s AND role IN (%s, %s)
)
"""
_FLOWS: Final = """
SELECT move_id AS cause, kind, entry_id, accounting_on, value_minor AS amount FROM subledger_cost_flow
WHERE cost_basis_id = %s
"""
_MOVES: Final = """
SELECT cause, kind, entry_id, accounting_on, amount,
  (SELECT m.production_id FROM stock_stock_move m WHERE m.id = cause) AS production FROM (
  SELECT book_id, cause_move_id AS cause, kind, entry_id, accounting_on, -amount_minor AS amount
  FROM subledger_allowance_move
  UNION ALL SELECT book_id, CAST(NULL AS bigint), kind, entry_id, accounting_on, -amount_minor FROM subledger_overlay_move
) moved WHERE book_id = %s
"""  # An allowance is a credit. An overlay's move is of a class, and always has an entry.


@dataclass(slots=True)
class Sums:
    """What an account took, or a subledger says: by entry, by day, and on which day each of those entries counts."""

    by_entry: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    by_day: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    days: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subledger:
    """One of the two: what its rows are called, their query, and the kinds that need not change an account by themselves."""

    what: str
    sql: str
    inner: frozenset[str]


FLOWS: Final = Subledger("flow", _FLOWS, frozenset({"re_pool", "adjust"}))
MOVES: Final = Subledger("allowance move", _MOVES, frozenset({"transfer"}))


def plays_both(reader: Rows, entity_id: int) -> bool:
    """Say whether one account stands for cost and for allowance."""
    inventory, allowance = ({row["account_id"] for row in reader.rows(_ACCOUNTS, [entity_id, role])} for role in ROLES)
    return bool(inventory & allowance)


def control_lines(reader: Rows, entity_id: int, book_id: int, *, roles: tuple[str, ...]) -> Sums:
    """Return what the accounts that play one or both parts took in one book."""
    found = Sums()
    asked = [entity_id, book_id, entity_id, roles[0], roles[-1]]
    for page in pages(reader, _LINES, asked, key="known_seq"):
        for line in page:
            found.by_entry[line["entry_id"]] += line["amount_minor"]
            found.by_day[line["accounting_on"]] += line["amount_minor"]
            found.days[line["entry_id"]] = line["accounting_on"]
    return found


def add_up(  # noqa: PLR0917
    reader: Rows, of: Subledger, number: int, sums: Sums, lines: Sums, faults: Faults, names: Names
) -> int:
    """Add a subledger's rows to sums; return how many there are. What has no entry has to come to nothing, move by move."""
    examined = 0
    for page in pages(reader, of.sql, [number], key="accounting_on", stretch=MONTH):
        _compare_inner(of, page, faults, names)
        for row in page:
            amount, day, entry = row["amount"], row["accounting_on"], row["entry_id"]
            sums.by_day[day] += amount
            if entry is None:
                continue
            sums.by_entry[entry] += amount
            if lines.days.get(entry, day) != day:
                faults.add("the {} of {} by {} counts on {}, and its entry {} on {}", of.what, names.money(amount),
                           names("move", row["cause"]) if row["cause"] else "a run", on(day), names("entry", entry),
                           on(lines.days[entry]))  # fmt: skip
        examined += len(page)
    return examined


def _compare_inner(of: Subledger, page: Iterable[Row], faults: Faults, names: Names) -> None:
    """See that what has no entry only goes from one place of the subledger to another."""
    inner: defaultdict[tuple[str, int], int] = defaultdict(int)
    for row in page:
        if row["entry_id"] is not None:
            continue
        if row["kind"] in of.inner:
            production = row.get("production")  # What goes into one comes out of it again, by other moves.
            inner[("move", row["cause"]) if production is None else ("production", production)] += row["amount"]
        elif row["amount"]:
            faults.add(
                "the {} of {} by {} has no entry", of.what, names.money(row["amount"]), names("move", row["cause"])
            )
    for cause, amount in inner.items():
        if amount:
            faults.add("what {} takes from one place to another, without an entry, comes to {}", names(*cause),
                       names.money(amount))  # fmt: skip


def compare_entries(sums: Sums, lines: Sums, faults: Faults, names: Names, *, account: str, of: str) -> None:
    """Compare the account with the subledger entry by entry."""
    for entry in sorted(sums.by_entry.keys() | lines.by_entry.keys()):
        found, posted = sums.by_entry.get(entry, 0), lines.by_entry.get(entry, 0)
        if found != posted:
            faults.add("entry {} posts {} to {}, and its {} come to {}", names("entry", entry), names.money(posted),
                       account, of, names.money(found))  # fmt: skip


def compare_days(sums: Sums, lines: Sums, faults: Faults, names: Names, *, book: int, of: str) -> None:
    """Compare the account with the subledger at the end of every day, and say the days on which they part."""
    apart = 0
    for day in sorted(sums.by_day.keys() | lines.by_day.keys()):
        before, apart = apart, apart + lines.by_day.get(day, 0) - sums.by_day.get(day, 0)
        if apart not in {0, before}:
            faults.add("from {} on the account in {} is {} above its {}", on(day), names("book", book),
                       names.money(apart), of)  # fmt: skip
