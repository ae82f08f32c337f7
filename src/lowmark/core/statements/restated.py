"""Put what a change that goes back does to earlier years into the accounts of one of them, as if it had always been.

Before this: by year, how much more of an expense there would have been, and the account that would have been less by it. After
this: `statements` makes the lines that stand beside a later year. Nothing that was posted changes. Sources: IAS 8.22 and 8.26;
ASC 250-10-45-5, 250-10-45-8 (tax is a direct effect).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from lowmark.core.statements.accounts import Amount, natural


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How much more of an expense a year would have borne, and the account of the balance sheet that would be less by it."""

    year: int
    expense: int
    against: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What a line of a year's statements is more by, in the sign in which it is shown."""

    year: int
    section: str
    caption: str
    amount_minor: int


def restate(
    *, accounts: pl.DataFrame, effects: Sequence[Effect], year: int, retained: int, is_closed: bool = False
) -> pl.DataFrame:
    """Return the accounts at the end of a year with what it, and the years before it, would have borne.

    Shapes: accounts: as ``statements`` takes them. ``retained`` is the account of retained earnings.
    Domain: an effect of the year is in its result, or where the year is closed in retained earnings; an earlier one is in what
            the year began with. Later ones do not count.

    >>> row = {"account_id": [1, 2, 3], "posted_minor": [112, -40, 128], "posted_year_minor": [0, 0, 128],
    ...        "opening_minor": [0, 0, 0]}
    >>> effects = [Effect(year=2024, expense=3, against=1, amount_minor=5),
    ...            Effect(year=2025, expense=3, against=1, amount_minor=16)]
    >>> restate(accounts=pl.DataFrame(row), effects=effects, year=2025, retained=2).rows()
    [(1, 91, 0, -5), (2, -35, 0, 5), (3, 144, 144, 0)]
    """
    posted = Counter[int]()
    results = Counter[int]()
    opening = Counter[int]()
    for one in effects:
        if one.year > year:
            continue
        is_result = one.year == year and not is_closed
        posted[one.expense if is_result else retained] += one.amount_minor
        posted[one.against] -= one.amount_minor
        if is_result:
            results[one.expense] += one.amount_minor
        if one.year < year:
            opening[retained] += one.amount_minor
            opening[one.against] -= one.amount_minor
    assert not sum(posted.values()) and not sum(opening.values())
    return accounts.with_columns(
        posted_minor=pl.col("posted_minor") + _mapped(posted),
        posted_year_minor=pl.col("posted_year_minor") + _mapped(results),
        opening_minor=pl.col("opening_minor") + _mapped(opening),
    )


def adjustments(*, accounts: pl.DataFrame, effects: Sequence[Effect], retained: int) -> tuple[Adjustment, ...]:
    """Return by year what each line is more by: retained earnings at its beginning, its expenses, and what stands at its end.

    Shapes: accounts: account_id, section, caption. A line that comes to nothing is left out.
    Source: IAS 8.29(c); ASC 250-10-50-1(b).

    >>> row = {"account_id": [1, 2, 3], "section": ["asset", "equity", "expense"], "caption": ["Inventories", "Retained", "Sold"]}
    >>> effects = [Effect(year=2024, expense=3, against=1, amount_minor=5),
    ...            Effect(year=2025, expense=3, against=1, amount_minor=16)]
    >>> found = adjustments(accounts=pl.DataFrame(row), effects=effects, retained=2)
    >>> [(one.year, one.caption, one.amount_minor) for one in found]
    [(2024, 'Sold', 5), (2024, 'Inventories', -5), (2025, 'Retained', -5), (2025, 'Sold', 16), (2025, 'Inventories', -21)]
    """
    named = {number: (section, caption) for number, section, caption in accounts.select(
        "account_id", "section", "caption").iter_rows()}  # fmt: skip
    return tuple(
        found for year in sorted({one.year for one in effects}) for found in _of_year(effects, year, retained, named)
    )


def _of_year(
    effects: Sequence[Effect], year: int, retained: int, named: dict[int, tuple[str, str]]
) -> Iterator[Adjustment]:
    sums = Counter[tuple[str, str]]()
    for one in effects:
        if one.year < year:
            sums[named[retained]] += one.amount_minor
    for one in effects:
        if one.year == year:
            sums[named[one.expense]] += one.amount_minor
    for one in effects:
        if one.year <= year:
            sums[named[one.against]] -= one.amount_minor
    for (section, caption), amount in sums.items():
        if amount:
            shown = natural(section, Amount(amount, 0)).posted_minor
            yield Adjustment(year=year, section=section, caption=caption, amount_minor=shown)


def _mapped(sums: Mapping[int, int]) -> pl.Expr:
    """Return the sum of each account, zero where it has none."""
    if not sums:
        return pl.lit(0, dtype=pl.Int64)
    return pl.col("account_id").replace_strict(dict(sums), default=0, return_dtype=pl.Int64)
