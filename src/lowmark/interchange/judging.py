"""Judge the rows of a file by what their cells say against one another: rows named twice, days in the wrong order.

Before this: `cells` has read the columns. After this: `read`. A cell that could not be read accuses no other: each
judgement is passed only on rows whose cells in question are right.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import ImportTable
from lowmark.interchange.faults import Why


@dataclass(frozen=True, slots=True)
class Judged:
    """Which rows break one rule, in which column that is shown, with what, and why it is wrong."""

    column: str
    bad: pl.Series
    shown: pl.Series
    why: Why


def judge(values: Mapping[str, pl.Series], bad: Mapping[str, pl.Series], table: ImportTable) -> Iterator[Judged]:
    """Yield every rule of the table that is broken somewhere.

    Shapes: ``values`` and ``bad`` by column name, a row each; ``bad`` says which cells could not be read.

    >>> from lowmark.interchange.tables import find_table
    >>> values = {"location": pl.Series(["Main", "Main"]), "kind": pl.Series(["stock", "stock"])}
    >>> bad = dict.fromkeys(values, pl.Series([False, False]))
    >>> [(judged.column, judged.bad.to_list()) for judged in judge(values, bad, find_table("locations"))]
    [('location', [False, True])]
    """
    frame = pl.DataFrame(dict(values))
    for one, other in table.alternatives:
        yield from _alternatives(frame, one, other, _right(bad, one, other))
    for earlier, later in table.orders:
        right = _right(bad, earlier, later)
        broken = pl.select(right & (frame[earlier] > frame[later]).fill_null(value=False)).to_series()
        yield from _broken(later, broken, frame[later].cast(pl.String), _reversed(earlier, later))
    if not table.key:
        return
    named = frame.select(pl.all_horizontal(pl.col(table.key).is_not_null())).to_series()
    yield from _duplicates(frame, table, named & _right(bad, *table.key))


def _right(bad: Mapping[str, pl.Series], *names: str) -> pl.Series:
    return pl.select(~pl.any_horizontal(*(bad[name] for name in names))).to_series()


def _broken(column: str, bad: pl.Series, shown: pl.Series, problem: Problem) -> Iterator[Judged]:
    if bad.any():
        yield Judged(column, bad, shown, lambda _: problem)


def _alternatives(frame: pl.DataFrame, one: str, other: str, right: pl.Series) -> Iterator[Judged]:
    has_one, has_other = frame[one].is_not_null(), frame[other].is_not_null()
    nothing = pl.Series([""]).new_from_index(0, frame.height)
    both = Problem("both_given", f"{one} and {other} are both given", hint="leave one of them empty")
    neither = Problem("neither_given", f"neither {one} nor {other} is given", hint="fill in one of them")
    yield from _broken(other, right & has_one & has_other, nothing, both)
    yield from _broken(one, right & ~has_one & ~has_other, nothing, neither)


def _reversed(earlier: str, later: str) -> Problem:
    return Problem("days_reversed", f"{later} is before {earlier}", hint="check both days")


def _duplicates(frame: pl.DataFrame, table: ImportTable, right: pl.Series) -> Iterator[Judged]:
    """Find the second row of a key and every one after it."""
    keyed = frame.select(table.key).filter(right)
    if keyed.n_unique() == keyed.height:
        return
    again = ~keyed.select(pl.struct(table.key).is_first_distinct()).to_series()
    bad = pl.Series([False]).new_from_index(0, frame.height).scatter(right.arg_true(), again)
    shown = frame.select(pl.concat_str(table.key, separator=" / ")).to_series()
    problem = Problem("duplicate_row", f"an earlier row of the file has the same {' and '.join(table.key)}",
                      hint="send each once")  # fmt: skip
    yield from _broken(table.key[-1], bad, shown, problem)
