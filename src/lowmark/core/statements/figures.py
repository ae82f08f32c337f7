"""The figures that ratios and benchmarks are made of, from the accounts of a book: as posted, and with what a run adds.

Before this: every account with its balances, as `statements` takes them, and which of them are inventories or quick
assets. After this: `ratios`, `significance`, what a run does. What is non-current is told by what an account's cash flow
is of: assets that are invested in and debts that finance are, all else is current. Sources: IAS 1.66, 1.69; ASC 210-10-45.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.accounts import Account, Amount, natural, total
from lowmark.core.statements.impact import Figures
from lowmark.core.statements.ratios import RATIOS, Covenant, Operator
from lowmark.core.statements.statements import COST_OF_SALES, INCOME_TAX, REVENUE, WRITE_DOWNS

MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The figures of one book, as posted and pro forma."""

    posted: Figures
    pro_forma: Figures


def figures_of(
    *, accounts: pl.DataFrame, inventories: Collection[int], quick: Collection[int], days: int,
    non_current: Collection[int] = (),
) -> Stated:  # fmt: skip
    """Add the accounts of a book up into figures.

    Shapes: accounts: as `statements` takes them. ``inventories`` and ``quick`` are account numbers: inventories with
            their allowance; cash and receivables; ``non_current`` are assets that are so whatever their cash flow, as
            deferred tax is (IAS 1.56). ``days`` are those of the fiscal year to date.

    >>> row = {"account_id": [1, 2, 3], "code": ["1000", "1200", "3000"], "name": ["Cash", "Goods", "Capital"],
    ...        "section": ["asset", "asset", "equity"], "caption": ["Cash", "Inventories", "Capital"],
    ...        "cash_flow": ["cash", "operating", "financing"], "sort_order": [1, 2, 3], "posted_minor": [40, 60, -100],
    ...        "posted_year_minor": [0, 0, 0], "opening_minor": [40, 60, -100], "change_minor": [0, -5, 0]}
    >>> found = figures_of(accounts=pl.DataFrame(row), inventories={2}, quick={1}, days=90)
    >>> found.posted.inventory_minor, found.pro_forma.current_assets_minor, found.posted.quick_assets_minor
    (60, 95, 40)
    """
    rows = accounts.select(list(Account.__dataclass_fields__)).iter_rows(named=True)
    book = [Account(**row) for row in rows]
    amounts = _amounts(book, inventories, quick, non_current)
    openings = [account.opening_minor for account in book if account.account_id in inventories]
    opening = None if None in openings else sum(one or 0 for one in openings)
    return Stated(
        posted=Figures(opening_inventory_minor=opening, days=days,
                       **{name: amount.posted_minor for name, amount in amounts.items()}),
        pro_forma=Figures(opening_inventory_minor=opening, days=days,
                          **{name: amount.pro_forma_minor for name, amount in amounts.items()}),
    )  # fmt: skip


def covenant_of(text: str) -> Covenant:
    """Read a covenant as people write it.

    Raises: Problem ``bad_covenant``.

    >>> covenant_of("current_ratio >= 1.25")
    Covenant(name='current_ratio >= 1.25', ratio='current_ratio', operator='at_least', bound=(1250000, 1000000))
    """
    words = text.replace(">=", " >= ").replace("<=", " <= ").split()
    operators: dict[str, Operator] = {">=": "at_least", "<=": "at_most"}
    if len(words) == 3 and words[0] in RATIOS and words[1] in operators:
        whole, _, fraction = words[2].partition(".")
        digits = f"{whole}{fraction:0<6}"
        if whole.isdigit() and len(fraction) <= 6 and digits.isdigit():
            return Covenant(
                name=" ".join(words), ratio=words[0], operator=operators[words[1]], bound=(int(digits), MICRO)
            )
    raise Problem("bad_covenant", f"{text[:60]!r} is no covenant",
                  hint=f"write current_ratio >= 1.25; ratios are {', '.join(RATIOS)}")  # fmt: skip


def full_year(*, to_date_minor: int, days: int, days_of_year: int) -> int:
    """Return the estimate of a fiscal year that goes on as it has begun, half to even.

    >>> full_year(to_date_minor=100, days=73, days_of_year=365)
    500
    """
    return multiply_divide_round(to_date_minor, days_of_year, days)


def _amounts(
    book: Iterable[Account], inventories: Collection[int], quick: Collection[int], non_current: Collection[int]
) -> dict[str, Amount]:
    accounts = list(book)
    assets = [one for one in accounts if one.section == "asset"]
    debts = [one for one in accounts if one.section == "liability"]
    results = [one for one in accounts if one.is_result]
    net = natural("income", total(one.this_year for one in results))
    tax = total(one.this_year for one in results if one.caption == INCOME_TAX and one.section == "expense")
    all_assets = total(one.since_beginning for one in assets)
    all_debts = natural("liability", total(one.since_beginning for one in debts))
    return {
        "inventory_minor": total(one.since_beginning for one in assets if one.account_id in inventories),
        "quick_assets_minor": total(one.since_beginning for one in assets if one.account_id in quick),
        "current_assets_minor": total(
            one.since_beginning for one in assets
            if one.cash_flow != "investing" and one.account_id not in non_current
        ),
        "total_assets_minor": all_assets,
        "current_liabilities_minor": natural(
            "liability", total(one.since_beginning for one in debts if one.cash_flow != "financing")
        ),
        "total_liabilities_minor": all_debts, "equity_minor": all_assets.less(all_debts),
        "revenue_minor": natural("income", total(one.this_year for one in results if one.caption == REVENUE)),
        "cost_of_sales_minor": total(
            one.this_year for one in results if one.caption in {COST_OF_SALES, WRITE_DOWNS} and one.section == "expense"
        ),
        "profit_before_tax_minor": net.plus(tax), "net_income_minor": net,
    }  # fmt: skip
