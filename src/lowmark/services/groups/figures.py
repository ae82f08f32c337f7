"""What a member of a group reports: its trial balance in the group's chart, with the rates of its currency."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lowmark.core.consolidation.quotes import Quotes
from lowmark.core.consolidation.reported import Chart, Reported, ReportedLine
from lowmark.core.consolidation.translation import Rates
from lowmark.services.access import Granted
from lowmark.services.finding import find_book
from lowmark.services.groups.charts import Mapped, mapped
from lowmark.services.ledgers.whole_company import whole_book
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger.counterparties import owed_by_counterparty
from lowmark.store.session import Reader, Row

RESULTS = ("income", "expense")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a member reports, of which book, and as known when."""

    reported: Reported
    book: Book
    known_seq: int
    entity_id: int

    @property
    def figures_hash(self) -> bytes:
        """SHA-256 of the member's own figures, in its own currency: rates are not its own."""
        said = [self.reported.currency, self.reported.as_of.isoformat(), sorted(
            [line.account, line.amount_minor, line.at, line.counterparty, line.is_investment, line.is_capital]
            for line in self.reported.lines
        )]  # fmt: skip
        return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).digest()


def book_of(reader: Reader, granted: Granted, framework: str) -> Book:
    """Return the book of a member that is of the group's framework, or its primary one where none is."""
    row = reader.row(
        "SELECT code FROM entities_book WHERE entity_id = %s AND framework = %s ORDER BY is_primary DESC, code LIMIT 1",
        [granted.entity.id, framework],
    )
    return find_book(reader, granted.entity, "" if row is None else str(row["code"]))


def is_open(reader: Reader, entity_id: int, on: date) -> bool:
    """Say whether the period of a day has not been closed, or is not there at all."""
    return not any(
        period.starts_on <= on <= period.ends_on and period.state == "closed"
        for period in entities_read.periods(reader, entity_id)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Into:
    """The group that a member reports to: its head, framework, chart, rates and currency, and who is in it."""

    head: Granted
    framework: str
    chart: Chart
    quotes: Quotes
    currency: str
    members: Collection[str]


def figures_of(
    reader: Reader, granted: Granted, group: Into, *, as_of: date, held_since: date | None, tax_rate_micro: int, run: str = ""
) -> Figures:  # fmt: skip
    """Return what a member reports as of a day, as it is known now; with a run that is not posted, as if it were.

    Domain: what is owed by a customer, or to a vendor, called as a member of the group is with that member. Capital and
            earlier results are translated at the rate of the day on which the member was acquired; where that lies before
            all rates, at the first that there is.
    Raises: Problem ``no_rate``, ``unmapped``.
    """
    entity = granted.entity
    book = book_of(reader, granted, group.framework)
    known_seq = entities_read.known_seq(reader, entity.id)
    whole = whole_book(reader, granted, book, as_of=as_of, known_seq=known_seq, run=run)
    used = [row for row in map(_with_change, whole.accounts.iter_rows(named=True))
            if row["posted_minor"] or row["posted_year_minor"]]  # fmt: skip
    where = mapped(
        reader, member_id=entity.id, member=entity.code, head=group.head.entity.code, chart=group.chart, known_seq=known_seq,
        used=used,
    )  # fmt: skip
    owed = owed_by_counterparty(reader, book, as_of=as_of, known_seq=known_seq, year_from=whole.year_from)
    lines = _lines(used, where, owed, retained=group.chart.roles["retained_earnings"],
                   members={*group.members} - {entity.code})  # fmt: skip
    quotes, into = group.quotes, group.currency
    rates = Rates(
        closing=quotes.on(book.currency, into, as_of), average=quotes.average(book.currency, into, whole.year_from, as_of),
        historical=quotes.since(book.currency, into, held_since or whole.year_from),
    )  # fmt: skip
    return Figures(
        reported=Reported(
            entity=entity.code, currency=book.currency, rates=rates, lines=lines, as_of=as_of,
            tax_rate_micro=tax_rate_micro, is_late=is_open(reader, entity.id, as_of),
        ),
        book=book, known_seq=known_seq, entity_id=entity.id,
    )  # fmt: skip


def _with_change(row: Row) -> Row:
    """Add what a run would change to an account's balance, and to its year's."""
    change = row["change_minor"]
    return row | {name: row[name] + change for name in ("posted_minor", "posted_year_minor")} if change else row


def _lines(
    used: Sequence[Row], where: Mapping[int, Mapped], owed: Mapping[tuple[str, str], int], *, retained: str,
    members: Collection[str],
) -> tuple[ReportedLine, ...]:  # fmt: skip
    """Return the accounts that a member uses as those of the group, what is with another member apart."""
    sums: dict[ReportedLine, int] = {}
    for row in used:
        to = where[row["account_id"]]
        line = ReportedLine(account=to.group_account, amount_minor=0, at=to.at, counterparty=to.counterparty,
                            is_investment=to.is_investment, is_capital=to.is_capital)  # fmt: skip
        year = row["posted_year_minor"] if row["section"] in RESULTS else row["posted_minor"]
        for other, amount in _named(owed, str(row["code"]), to, members):
            with_other = replace(line, counterparty=other)
            sums[with_other] = sums.get(with_other, 0) + amount
            sums[line] = sums.get(line, 0) - amount
        sums[line] = sums.get(line, 0) + year
        kept = ReportedLine(account=retained, amount_minor=0, at="historical")
        sums[kept] = sums.get(kept, 0) + row["posted_minor"] - year
    return tuple(replace(line, amount_minor=amount) for line, amount in sums.items() if amount)


def _named(
    owed: Mapping[tuple[str, str], int], code: str, to: Mapped, members: Collection[str]
) -> Iterator[tuple[str, int]]:
    """Yield the members that lines on an account name, with their part of it; not where all of it is mapped to one."""
    if not to.counterparty:
        yield from (
            (other, amount) for (account, other), amount in owed.items() if account == code and other in members
        )
