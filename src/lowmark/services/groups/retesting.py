"""The test of stock at the level of the group: on what goods that came from within cost the group.

Before this: margins in stock, and each holder's own test. After this: the entries that undo what a holder wrote off of the
group's own profit, and charge what only the group has to. A unit of account is tested on the group's cost: the holder's, at
the rate of the day, less the margins in it, which fall on an item's units by their cost. What members say to one another is no
evidence at this level: it is left out, and said where.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.consolidation.exchange import exchange
from lowmark.core.consolidation.retest import retest
from lowmark.core.kinds.allocation import largest_remainder
from lowmark.services.groups.evidence_within import LeftOut, without_own_word
from lowmark.services.groups.figures import Figures
from lowmark.services.groups.members import Group
from lowmark.services.testing.gathering import Question, gather
from lowmark.services.testing.run import test_of
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Retest:
    """One item of one holder, in the currency of the group.

    Domain: ``value_minor`` is null where there is no evidence from outside; goods then fetch what the holder carries them at.
    """

    holder: str
    item: str
    units: int
    holder_cost_minor: int
    profit_minor: int
    group_cost_minor: int
    value_minor: int | None
    written_down_minor: int
    undone_minor: int
    charged_minor: int
    carrying_minor: int


def retested(
    reader: Reader,
    group: Group,
    figures: Mapping[str, Figures],
    margins: pl.DataFrame,
    *,
    as_of: date,
    tested: Collection[str] = (),
) -> tuple[tuple[Retest, ...], tuple[LeftOut, ...]]:
    """Return the test of every item that holds profit of the group, by holder and item, and the evidence that it leaves out.

    Domain: `tested` are holders whose write-downs are taken as this test of theirs says, not as they are posted.
    """
    found, left_out = list[Retest](), list[LeftOut]()
    for holder in sorted(set(margins["entity"].to_list())):
        of_holder = margins.filter(pl.col("entity") == holder)
        profit = {item: int(amount) for item, amount in
                  of_holder.group_by("item_id").agg(pl.col("profit_minor").sum()).sort("item_id").iter_rows()}  # fmt: skip
        lines, without = _of_holder(
            reader, group, figures[holder], holder, profit, as_of=min(as_of, figures[holder].reported.as_of),
            held="required_minor" if holder in tested else "held_minor",
        )  # fmt: skip
        found += lines
        left_out += without
    return tuple(found), tuple(left_out)


def _of_holder(
    reader: Reader, group: Group, figures: Figures, holder: str, profit: Mapping[int, int], *, as_of: date, held: str
) -> tuple[list[Retest], tuple[LeftOut, ...]]:
    granted = group.granted[holder]
    question = Question(as_of=as_of, known_seq=figures.known_seq)
    gathered, left_out = without_own_word(
        reader, gather(reader, entity=granted.entity, book=figures.book, question=question), holder=holder,
        members={member.entity for member in group.full}, items=[item for item, amount in profit.items() if amount],
    )  # fmt: skip
    test = test_of(gathered)
    items = items_read.items(reader, granted.entity.catalogue_id)
    codes = dict(items.select("item_id", "item").iter_rows())
    rows = test.tested.assessed.assessments.filter(pl.col("item").is_in([*profit]), pl.col("cost_minor") > 0).sort(
        "unit"
    )
    found = []
    for item in sorted(profit, key=lambda number: str(codes[number])):
        units = rows.filter(pl.col("item") == item).to_dicts()
        if units and profit[item]:
            units = [unit | {"held_minor": unit[held]} for unit in units]
            found.append(_of_item(holder, str(codes[item]), units, profit[item], figures, _into(group)))
    return found, left_out


def _into(group: Group) -> str:
    return group.head.entity.currency


def _of_item(
    holder: str, item: str, units: list[dict[str, object]], profit: int, figures: Figures, into: str
) -> Retest:
    """Test one item of one holder, unit by unit."""
    closing, of = figures.reported.rates.closing, figures.book.currency

    def at_closing(amount: object) -> int:
        assert isinstance(amount, int)
        return exchange(amount, rate=closing, of=of, into=into)

    costs = [at_closing(unit["cost_minor"]) for unit in units]
    shares = largest_remainder(profit, costs) if sum(costs) else [0] * len(units)
    sums = dict.fromkeys(("holder_cost", "group_cost", "written_down", "undone", "charged", "carrying"), 0)
    values: list[int | None] = []
    for unit, cost, share in zip(units, costs, shares, strict=True):
        held = min(at_closing(unit["held_minor"]), cost)
        value = None if unit["value_minor"] is None else at_closing(unit["value_minor"])
        group_cost = max(0, cost - share)
        stands = cost - held if value is None else value
        tested = retest(
            group_cost_minor=group_cost, transfer_price_minor=cost, value_minor=stands, written_down_minor=held
        )
        undone = tested.undone_minor
        values.append(value)
        for name, amount in (("holder_cost", cost), ("group_cost", group_cost), ("written_down", held), ("undone", undone),
                             ("charged", tested.charged_minor),
                             ("carrying", group_cost - held + undone - tested.charged_minor)):  # fmt: skip
            sums[name] += amount
    told = [value for value in values if value is not None]
    return Retest(
        holder=holder, item=item, units=len(units), holder_cost_minor=sums["holder_cost"], profit_minor=profit,
        group_cost_minor=sums["group_cost"], value_minor=sum(told) if len(told) == len(values) else None,
        written_down_minor=sums["written_down"], undone_minor=sums["undone"], charged_minor=sums["charged"],
        carrying_minor=sums["carrying"],
    )  # fmt: skip
