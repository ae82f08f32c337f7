"""Make the statements of a book: as posted, what a run would change, and pro forma.

Before this: the balance of each account, summed from sealed entries; for a run not yet posted, the entries that it
would make. After this: pages and files. Accounts are never closed to equity: the result of earlier years is added to
retained earnings here, and the year's stands beside it. Sources: IAS 1.54, 1.55, 1.82, 1.103; IAS 2.34, 2.36; IAS 7.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.accounts import NOTHING, RESULT_SECTIONS, Account, Amount, natural, total
from lowmark.core.statements.by_nature import income_statement_by_nature
from lowmark.core.statements.cash_flow import cash_flow
from lowmark.core.statements.equity import changes_in_equity
from lowmark.core.statements.lines import Line, sum_line, to_frame

REVENUE: Final = "Revenue"
COST_OF_SALES: Final = "Cost of sales"
WRITE_DOWNS: Final = "Write-downs of inventories"
"""The line of its own that significant write-downs have: within gross profit, beside the cost of sales."""

RETAINED_EARNINGS: Final = "Retained earnings"
PROFIT_FOR_THE_YEAR: Final = "Profit for the year"
INCOME_TAX: Final = "Income tax expense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """The lines of the statements in the order in which they are read, and the result of the year."""

    lines: pl.DataFrame
    net_income_minor: int
    net_income_pro_forma_minor: int
    currency: str


def statements(*, accounts: pl.DataFrame, currency: str, natures: Mapping[int, str] | None = None) -> Statements:
    """Make every statement of a book's balances: trial balance, result, position, cash flows and changes in equity.

    Shapes: accounts: account_id, code, name, section, caption, cash_flow, sort_order, posted_minor (debits less
            credits from the beginning to the date), posted_year_minor (of results: of the fiscal year to date),
            opening_minor (when the fiscal year began, with what opening entries brought since: goods and balances
            that are taken over are no cash flow; null where it is not known, and then there are no cash flows),
            change_minor (what a run would add). A line of the trial balance bears an account's code and, as its
            caption, its name; a line of the others adds up the accounts of a caption. ``natures`` are those of expense
            accounts, for the result by nature; without them there is none. Accounts and captions without
            any amount are left out.
    Units:  minor units of the book's currency. The trial balance shows debits less credits; the others each section
            in its natural sign, so that income, expenses, assets, liabilities and equity are usually positive.
    Raises: Problem ``unbalanced``, ``unknown_section``, ``unknown_cash_flow``, ``unknown_currency`` or
            ``currency_without_minor_unit``.
    Source: IAS 1.54, 1.82, 1.102, 1.103, 1.106; IAS 7.18(b); `cash_flow` and `equity` say how these are made.

    >>> accounts = pl.DataFrame({"account_id": [1, 2], "code": ["1200", "3000"], "name": ["Inventories", "Capital"],
    ...     "section": ["asset", "equity"], "caption": ["Inventories", "Share capital"],
    ...     "cash_flow": ["operating", "financing"], "sort_order": [1, 1], "posted_minor": [500, -500],
    ...     "posted_year_minor": [0, 0], "opening_minor": [500, -500], "change_minor": [0, 0]})
    >>> made = statements(accounts=accounts, currency="EUR")
    >>> sheet = made.lines.filter(pl.col("statement") == "balance_sheet", "is_total")
    >>> sheet.select("caption", "posted_minor").rows()[0]
    ('Total assets', 500)
    """
    exponent(currency)
    rows = accounts.select(list(Account.__dataclass_fields__)).iter_rows(named=True)
    book = sorted((Account(**row) for row in rows), key=lambda account: (account.sort_order, account.code))
    _require_balanced(book)

    net_income = NOTHING.less(total(account.this_year for account in book if account.section in RESULT_SECTIONS))
    lines = [*_trial_balance(book), *_income_statement(book, net_income), *_balance_sheet(book, net_income),
             *cash_flow(book=book, net_income=net_income), *changes_in_equity(book=book, net_income=net_income),
             *income_statement_by_nature(book=book, natures=natures or {}, net_income=net_income)]  # fmt: skip
    return Statements(
        lines=to_frame(lines),
        net_income_minor=net_income.posted_minor,
        net_income_pro_forma_minor=net_income.pro_forma_minor,
        currency=currency,
    )


def _require_balanced(book: Sequence[Account]) -> None:
    """Refuse balances that are not a whole ledger's: all accounts together sum to nothing, now, before, and in a run."""
    left = total(account.since_beginning for account in book)
    if left == NOTHING and all(account.opening_minor is not None for account in book):
        left = Amount(sum(account.opening_minor or 0 for account in book), 0)
    if left != NOTHING:
        raise Problem("unbalanced", f"debits and credits differ by {left.posted_minor or left.change_minor}",
                      hint="give every account of the book", where=left._asdict())  # fmt: skip


def _trial_balance(book: Sequence[Account]) -> list[Line]:
    by_code = sorted(book, key=lambda account: account.code)
    lines = [
        Line(
            statement="trial_balance",
            section=account.section,
            caption=account.name,
            account=account.code,
            amount=account.since_beginning,
        )
        for account in by_code
        if account.since_beginning != NOTHING
    ]
    return [*lines, sum_line("trial_balance", "", "Total", total(line.amount for line in lines))]


def _income_statement(book: Sequence[Account], net_income: Amount) -> list[Line]:
    """List income and expenses by caption, with gross profit before the others and, where there is tax, profit before it."""
    income = _by_caption("income_statement", "income", book, lambda account: account.this_year)
    expense = _by_caption("income_statement", "expense", book, lambda account: account.this_year)
    revenue = [line for line in income if line.caption == REVENUE]
    cost = [line for line in expense if line.caption == COST_OF_SALES]
    lines = [*income, *expense]
    if revenue and cost:
        cost += [line for line in expense if line.caption == WRITE_DOWNS]
        gross = sum_line(
            "income_statement", "", "Gross profit", revenue[0].amount.less(total(one.amount for one in cost))
        )
        others = [line for line in lines if line.caption not in {REVENUE, COST_OF_SALES, WRITE_DOWNS}]
        lines = [*revenue, *cost, gross, *others]

    tax = [line for line in lines if line.caption == INCOME_TAX and line.section == "expense"]
    if tax:
        before_tax = net_income.plus(total(line.amount for line in tax))
        lines = [line for line in lines if line not in tax]
        lines += [sum_line("income_statement", "", "Profit before tax", before_tax), *tax]

    in_sections = total(line.amount for line in income).less(total(line.amount for line in expense))
    assert in_sections == net_income
    return [*lines, sum_line("income_statement", "", "Net income", net_income)]


def _balance_sheet(book: Sequence[Account], net_income: Amount) -> list[Line]:
    """List what is owned, owed and left; earlier years' results are in retained earnings."""
    asset, liability, equity = (
        _by_caption("balance_sheet", section, book, lambda account: account.since_beginning)
        for section in ("asset", "liability", "equity")
    )
    earlier = NOTHING.less(total(account.before_this_year for account in book if account.section in RESULT_SECTIONS))
    retained = total(line.amount for line in equity if line.caption == RETAINED_EARNINGS).plus(earlier)
    equity = [line for line in equity if line.caption != RETAINED_EARNINGS]
    equity += [_equity(RETAINED_EARNINGS, retained), _equity(PROFIT_FOR_THE_YEAR, net_income)]

    assets, liabilities, left = (total(line.amount for line in lines) for lines in (asset, liability, equity))
    assert assets == liabilities.plus(left), "assets are not liabilities and equity"
    return [
        *asset,
        sum_line("balance_sheet", "asset", "Total assets", assets),
        *liability,
        sum_line("balance_sheet", "liability", "Total liabilities", liabilities),
        *equity,
        sum_line("balance_sheet", "equity", "Total equity", left),
        sum_line("balance_sheet", "", "Total liabilities and equity", liabilities.plus(left)),
    ]


def _by_caption(
    statement: str, section: str, book: Iterable[Account], amount: Callable[[Account], Amount]
) -> list[Line]:
    """Add up a section's accounts by caption, in the order of each caption's first account."""
    captions: dict[str, list[Amount]] = {}
    for account in book:
        if account.section == section and amount(account) != NOTHING:
            captions.setdefault(account.caption, []).append(natural(section, amount(account)))
    return [
        Line(statement=statement, section=section, caption=caption, amount=total(amounts))
        for caption, amounts in captions.items()
    ]


def _equity(caption: str, amount: Amount) -> Line:
    return Line(statement="balance_sheet", section="equity", caption=caption, amount=amount)
