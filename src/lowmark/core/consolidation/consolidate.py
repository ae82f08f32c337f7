"""Consolidate: the entries by which many entities become one.

Before this: what members report, who owns whom, what they did with one another. After this: `worksheet`, and whoever keeps
the book. The same group gives the same entries, and the same hash, in whatever order its members come. Sources: IFRS
10.B86, B93; ASC 810-10-45-1, 45-12; IAS 21.39, 21.45; ASPE 1601.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lowmark.core.consolidation.attribution import attribute_to_others, eliminate_investments
from lowmark.core.consolidation.book import Book, Line
from lowmark.core.consolidation.eliminations import (
    Borne,
    PairDifference,
    apply_retest,
    eliminate_balances,
    eliminate_profit,
    eliminate_sales,
)
from lowmark.core.consolidation.ownership import Member
from lowmark.core.consolidation.reported import Chart, Event, Reported, ReportedLine, Within
from lowmark.core.consolidation.translation import Balance, translate
from lowmark.core.frameworks.groups import MONTHS_OF_A_YEAR, GroupPolicy
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidated:
    """A group: entries, who is in it and who is listed, what does not agree, what other owners have of the result.

    Domain: `apart` are members whose figures are of another day, with the events that lie between.
    """

    lines: tuple[Line, ...]
    members: tuple[Member, ...]
    listed: tuple[Member, ...]
    late: tuple[str, ...]
    apart: tuple[tuple[str, date], ...]
    events: tuple[Event, ...]
    differences: tuple[PairDifference, ...]
    others_minor: dict[str, int]
    run_hash: bytes


def consolidate(
    *, parent: str, members: Sequence[Member], reported: Sequence[Reported], chart: Chart, policy: GroupPolicy,
    within: Within, currency: str, as_of: date,
) -> Consolidated:  # fmt: skip
    """Return the entries of a group at a date.

    Raises: Problem ``hyperinflation``, ``not_reported``, ``too_far_apart``, ``no_group_account``, or as `translate` does.
    Source: IFRS 10.B86, B92 to B94; ASC 810-10-45.
    """
    by_entity = {each.entity: each for each in sorted(reported, key=lambda each: each.entity)}
    full = {
        member.entity: member for member in sorted(members, key=lambda each: each.entity) if member.method == "full"
    }
    taken = {entity: by_entity[entity] for entity in full if entity in by_entity}
    _require(full, taken, chart, policy, as_of)
    book, borne = Book(), Borne()
    translated, gaps = _translated(book, taken, chart, currency)
    differences = eliminate_balances(book=book, translated=translated, chart=chart)
    eliminate_sales(book=book, sold=within.sold, reported=taken, chart=chart, into=currency)
    eliminate_profit(
        book=book, profits=within.profits, reported=taken, chart=chart, policy=policy, parent=parent, borne=borne
    )
    apply_retest(book=book, retested=within.retested, reported=taken, chart=chart, borne=borne)
    eliminate_investments(book=book, translated=translated, members=full, chart=chart)
    others = attribute_to_others(
        book=book, translated=translated, differences=gaps, members=full, chart=chart, borne=borne
    )  # fmt: skip
    apart = tuple((each.entity, each.as_of) for each in taken.values() if each.as_of != as_of)
    late = tuple(each.entity for each in taken.values() if each.is_late)

    return Consolidated(
        lines=tuple(book.lines), members=tuple(full.values()),
        listed=tuple(sorted((each for each in members if each.method == "equity"), key=lambda each: each.entity)),
        late=late, apart=apart, events=_events(within.events, taken, as_of), differences=differences, others_minor=others,
        run_hash=_hash(book.lines, currency, as_of, late, apart),
    )  # fmt: skip


def _require(
    full: dict[str, Member], taken: dict[str, Reported], chart: Chart, policy: GroupPolicy, as_of: date
) -> None:
    """Refuse a group of which something is missing, or that cannot be translated."""
    if missing := sorted(full.keys() - taken.keys()):
        raise Problem("not_reported", f"{', '.join(missing)} have no figures", where={"entity": missing[0]},
                      hint="close their period, or take their last known figures")  # fmt: skip
    inflated = [
        f"{each.entity} ({each.currency})" for each in taken.values() if each.currency in policy.hyperinflationary
    ]
    if inflated:
        raise Problem("hyperinflation", f"{', '.join(inflated)}: figures of an economy in hyperinflation are to be restated "
                      "to current prices before they are translated, and Lowmark does not do that",
                      hint="import figures that are restated, in another functional currency")  # fmt: skip
    for each in taken.values():
        if not each.is_late and _months_apart(each.as_of, as_of) > policy.year_ends_apart_months:
            raise Problem("too_far_apart", f"the figures of {each.entity} are of {each.as_of}, the group's of {as_of}",
                          hint=f"at most {policy.year_ends_apart_months} months may lie between, or prepare others",
                          where={"entity": each.entity})  # fmt: skip
    unknown = sorted({line.account for each in taken.values() for line in each.lines} - chart.accounts.keys())
    if unknown:
        raise Problem("no_group_account", f"the group's chart has no {', '.join(unknown)}", where={"account": unknown[0]},
                      hint="map the accounts of each member to those of the group")  # fmt: skip


def _months_apart(one: date, other: date) -> int:
    """Return how many months lie between two days, a begun one as a whole.

    >>> _months_apart(date(2026, 9, 30), date(2026, 12, 31)), _months_apart(date(2026, 8, 31), date(2026, 12, 31))
    (3, 4)
    """
    first, last = min(one, other), max(one, other)
    return (last.year - first.year) * MONTHS_OF_A_YEAR + last.month - first.month


def _translated(
    book: Book, taken: dict[str, Reported], chart: Chart, currency: str
) -> tuple[dict[str, list[tuple[ReportedLine, int]]], dict[str, int]]:
    """Write each member's trial balance at its rates, and return its lines with their amounts, and its difference."""
    found: dict[str, list[tuple[ReportedLine, int]]] = {}
    gaps: dict[str, int] = {}
    for entity, each in taken.items():
        lines = sorted(each.lines, key=lambda line: (line.account, line.counterparty, line.amount_minor))
        balances = [Balance(account=line.account, amount_minor=line.amount_minor, at=line.at,
                            historical_minor=line.historical_minor) for line in lines]  # fmt: skip
        try:
            done = translate(balances=balances, rates=each.rates, of=each.currency, into=currency)
        except Problem as problem:
            raise Problem(problem.code, f"{entity}: {problem.message}", problem.hint,
                          {"entity": entity, **problem.where}) from None  # fmt: skip
        found[entity] = list(zip(lines, done.amounts, strict=True))
        gaps[entity] = done.difference_minor
        book.write("translated", entity, "", f"{entity} in {currency}",
                   [*((line.account, amount) for line, amount in found[entity]),
                    (chart.roles["translation_difference"], done.difference_minor)])  # fmt: skip
    return found, gaps


def _events(events: Sequence[Event], taken: dict[str, Reported], as_of: date) -> tuple[Event, ...]:
    """Return the events between a member's figures and the group's."""
    return tuple(sorted(
        (each for each in events if each.entity in taken and taken[each.entity].as_of < each.on <= as_of),
        key=lambda each: (each.entity, each.on, each.words),
    ))  # fmt: skip


def _hash(lines: Sequence[Line], currency: str, as_of: date, late: object, apart: Sequence[tuple[str, date]]) -> bytes:
    """Return the SHA-256 of everything that a consolidation says."""
    said = [
        currency,
        as_of.isoformat(),
        late,
        [[entity, on.isoformat()] for entity, on in apart],
        [list(each) for each in lines],
    ]
    return hashlib.sha256(json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()).digest()
