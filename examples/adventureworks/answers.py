"""The answers that one count sheet gives: by item, by category and in total, by three prices; and twenty of them explained.

    LOWMARK_DATABASE_URL=sqlite:///aw.sqlite3 python -m examples.adventureworks.answers

Before this: `walk --whole` has filled the database. After this: somebody chooses, and says why. Nothing is written. The books are
under IFRS, which takes the answer by item; a test says beside it what the wider units of account would come to.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from examples.adventureworks.walk import CHANNELS, WHOLE, _Asking, _shown

Ask = Callable[..., Any]
LEVELS = ("item", "category", "total")
TWENTY = 20
SHOWN = 3


@dataclass(frozen=True)
class Answer:
    """What one channel's prices come to: required by level, how many items are below cost, how many nobody has a price of."""

    channel: str
    required: dict[str, int]
    below: int
    silent: int


@dataclass(frozen=True)
class Explained:
    """A proposal down to the sales that it rests on."""

    item: str
    name: str
    change_minor: int
    words: str
    sales: tuple[str, ...]


def answers(ask: Ask, as_of: date) -> list[Answer]:
    """Return the answers of each channel."""
    found = []
    for channel in CHANNELS:
        test = ask("ada", "assess", as_of=as_of, channel=channel)
        required = dict.fromkeys(LEVELS, test.required_minor)
        required |= {level: sum(one.required_minor for one in test.levels if one.level == level)
                     for level in {one.level for one in test.levels}}  # fmt: skip
        below = sum(line.required_minor > 0 for line in test.lines)
        silent = sum(line.finding == "no_evidence" for line in test.lines)
        found.append(Answer(channel or "both", required, below, silent))
    return found


def twenty(ask: Ask, run: str) -> list[Explained]:
    """Return the twenty largest proposals of a run, each with the lines of sales that its price is made of."""
    found = []
    for line in ask("ben", "show-run", run=run).lines[:TWENTY]:
        steps = ask("ben", "explain", subject=f"run {run} item {line.item}").steps
        (tier,) = [step.words for step in steps if step.what == "tier 1"]
        sales = tuple(f"{step.name}: {step.words}" for step in steps if step.what == "evidence")
        found.append(Explained(line.item, line.name, line.change_minor, tier, sales))
    return found


def lines(found: list[Answer], largest: list[Explained]) -> Iterator[str]:
    """Yield the table, why its figures differ, and the twenty."""
    yield f"{'prices of':12}" + "".join(f"{'by ' + level:>18}" for level in LEVELS)
    for one in found:
        yield f"{one.channel:12}" + "".join(f"{_shown(one.required[level]):>18}" for level in LEVELS)
    yield ""
    for one in found:
        within, across = (one.required[wide] - one.required[narrow] for narrow, wide in pairwise(LEVELS))
        yield (f"{one.channel}: {one.below} items fetch less than they cost; {_shown(-within)} of what they lack is made up "
               f"for by other goods of their category, and {_shown(-across)} more by other categories; "
               f"{one.silent} have no price")  # fmt: skip
    by_name = {one.channel: one for one in found}
    apart = by_name["reseller"].required["item"] - by_name["internet"].required["item"]
    yield (f"resellers pay at most six tenths of the list, internet customers all of it: {_shown(apart)} by item; "
           "averaged over both, dear sales make up for cheap ones before anything is compared")  # fmt: skip
    yield ""
    for place, explained in enumerate(largest, start=1):
        yield f"{place:2} {explained.item} {explained.name}: {_shown(explained.change_minor)}"
        yield f"   {explained.words}"
        yield from (f"     {sale}" for sale in explained.sales[:SHOWN])
        if len(explained.sales) > SHOWN:
            yield f"     and {len(explained.sales) - SHOWN} more sales"


def main() -> None:
    """Ask the database that LOWMARK_DATABASE_URL names, which `walk --whole` has filled."""
    from lowmark.services.setup import prepare_database

    prepare_database()
    ask = _Asking()
    (run, *_) = [one.run for one in ask("ben", "list-runs").lines]
    print(*lines(answers(ask, WHOLE.as_of), twenty(ask, run)), sep="\n")


if __name__ == "__main__":
    main()
