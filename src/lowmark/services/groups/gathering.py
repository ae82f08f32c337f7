"""Gather a group at a date in one snapshot, and consolidate it: the same facts give the same entries, and the same hash."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import polars as pl

from lowmark.core import flow_group
from lowmark.core.consolidation.reported import Chart, Event, RetestedStock, Within
from lowmark.core.frameworks.groups import group_policy
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.areas import area_in_force
from lowmark.services.finding import find_book
from lowmark.services.groups.charts import group_chart
from lowmark.services.groups.evidence_within import LeftOut
from lowmark.services.groups.figures import Figures, Into, figures_of
from lowmark.services.groups.goods import Pair, day_before, margins_at, pairs_of, profits, sold_within
from lowmark.services.groups.members import Group, group_of
from lowmark.services.groups.quoted import quotes_of
from lowmark.services.groups.retesting import Retest, retested
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.session import Reader, reading

AREA = "consolidation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a consolidation was asked for: kept with it as canonical JSON, so that it can be made again.

    Units:  tax rates in millionths.
    """

    as_of: date
    tax_rates_micro: dict[str, int] = field(default_factory=dict)
    figures_of: dict[str, date] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    accept_late: bool = False

    def to_json(self) -> str:
        """Return its canonical JSON."""
        said = {
            "accept_late": self.accept_late, "as_of": self.as_of.isoformat(), "tax_rates_micro": self.tax_rates_micro,
            "figures_of": {code: on.isoformat() for code, on in self.figures_of.items()},
            "events": [[event.entity, event.on.isoformat(), event.words] for event in self.events],
        }  # fmt: skip
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Asked":
        """Read it back."""
        said = json.loads(text)
        return cls(
            as_of=date.fromisoformat(said["as_of"]), accept_late=said["accept_late"],
            tax_rates_micro=said["tax_rates_micro"],
            figures_of={code: date.fromisoformat(on) for code, on in said["figures_of"].items()},
            events=tuple(Event(entity=code, on=date.fromisoformat(on), words=words) for code, on, words in said["events"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredGroup:
    """A group with everything that its consolidation is made of, and the consolidation."""

    group: Group
    book: Book
    chart: Chart
    policy_hash: bytes
    figures: dict[str, Figures]
    pairs: list[Pair]
    opening: pl.DataFrame
    closing: pl.DataFrame
    retests: tuple[Retest, ...]
    left_out: tuple[LeftOut, ...]
    consolidated: flow_group.Consolidated


NO_RUNS: Mapping[str, str] = MappingProxyType({})


def gather_group(
    asked: Asked, *, actor: Actor, granted: Granted, runs: Mapping[str, str] = NO_RUNS
) -> GatheredGroup:  # fmt: skip
    """Read a group and consolidate it; `runs` are runs of members that are not posted, and taken as if they were.

    Raises: Problem ``not_granted``, ``late``, ``unmapped``, ``no_rate``, and as `consolidate`.
    """
    group = group_of(actor, granted, as_of=asked.as_of)
    with reading(group.scope()) as reader:
        book = find_book(reader, granted.entity, "")
        chart = group_chart(reader, granted.entity.id, book)
        area = area_in_force(
            reader, entity_id=granted.entity.id, framework=book.framework, area=AREA, on=asked.as_of,
            known_seq=entities_read.known_seq(reader, granted.entity.id),
        )  # fmt: skip
        policy = group_policy(area.values)
        _require_currencies(reader, group, policy.hyperinflationary)
        quotes = quotes_of(reader, granted.entity.id, as_of=asked.as_of)
        into = Into(head=granted, framework=book.framework, chart=chart, quotes=quotes, currency=book.currency,
                    members={member.entity for member in group.full})  # fmt: skip
        figures = {
            member.entity: figures_of(
                reader, group.granted[member.entity], into, as_of=asked.figures_of.get(member.entity, asked.as_of),
                held_since=group.held_since.get(member.entity), run=runs.get(member.entity, ""),
                tax_rate_micro=asked.tax_rates_micro.get(member.entity, 0),
            )
            for member in group.full
        }  # fmt: skip
        _require_in_time(asked, figures)
        known = {code: each.known_seq for code, each in figures.items()}
        pairs = pairs_of(reader, group, known, as_of=asked.as_of)
        year_from = granted.entity.year_from(asked.as_of)
        closing, opening = (
            margins_at(reader, figures, pairs, quotes, as_of=on, into=book.currency)
            for on in (asked.as_of, day_before(year_from))
        )  # fmt: skip
        retests, left_out = retested(reader, group, figures, closing, as_of=asked.as_of, tested={*runs})
    within = Within(
        sold=sold_within(pairs, first_on=year_from), profits=profits(opening, closing), events=asked.events,
        retested=tuple(RetestedStock(holder=each.holder, undone_minor=each.undone_minor, charged_minor=each.charged_minor)
                       for each in retests),
    )  # fmt: skip
    done = flow_group.consolidate(
        parent=granted.entity.code, members=group.members, reported=[each.reported for each in figures.values()],
        chart=chart, policy=policy, within=within, currency=book.currency, as_of=asked.as_of,
    )  # fmt: skip
    return GatheredGroup(
        group=group, book=book, chart=chart, policy_hash=area.area_hash, figures=figures, pairs=pairs, opening=opening,
        closing=closing, retests=retests, left_out=left_out, consolidated=done,
    )  # fmt: skip


def _require_currencies(reader: Reader, group: Group, inflated: frozenset[str]) -> None:
    """Refuse a member that lives in an economy in hyperinflation before its rates are even looked for.

    Raises: Problem ``hyperinflation``.
    """
    del reader
    for member in group.full:
        entity = group.granted[member.entity].entity
        if entity.currency in inflated:
            raise Problem("hyperinflation", f"{entity.code} lives in {entity.currency}, of an economy in hyperinflation: its "
                          "figures are to be restated to current prices before they are translated, which Lowmark does not do",
                          hint="import figures that are restated, in another functional currency, or set "
                          "consolidation/hyperinflationary where the list is out of date",
                          where={"entity": entity.code})  # fmt: skip


def _require_in_time(asked: Asked, figures: dict[str, Figures]) -> None:
    """Refuse members whose period is still open, unless their last known figures are to be taken.

    Raises: Problem ``late``.
    """
    late = sorted(code for code, each in figures.items() if each.reported.is_late)
    if late and not asked.accept_late:
        raise Problem("late", f"{', '.join(late)} have not closed the period of {asked.as_of}", where={"entity": late[0]},
                      hint="close it, or ask for their last known figures: they are marked as such")  # fmt: skip
