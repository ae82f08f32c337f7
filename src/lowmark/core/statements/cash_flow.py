"""Make the statement of cash flows by the indirect method: from net income to the change in cash, to the last cent.

Before this: the accounts of a book with what they stood at when the fiscal year began. After this: `statements` puts
it beside the other three. Sources: IAS 7.18(b), 7.20; ASC 230-10-45-28; ASPE 1540.

What each word of an account does. On the balance sheet: `cash` is cash, and all else says which activity the account's
change is of: `operating`, `investing`, `financing`; `non_cash` is `operating`, and marks the caption in which the
non-cash results were counted (an allowance does so for inventories). In the income statement: `result` stays within net
income; `non_cash` is added back on a line of its own and taken out of the change of the marked caption, so that it is
not counted twice; `investing` and `financing` are added back too and taken out of that activity instead (depreciation
out of what was invested; a gain on disposal into what it brought). A write-down therefore never touches cash.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lowmark.core.statements.accounts import CREDIT_SECTIONS, NOTHING, Account, Amount, total
from lowmark.core.statements.lines import Line, sum_line

STATEMENT: Final = "cash_flow"
ACTIVITIES: Final = ("operating", "investing", "financing")
_SET_APART: Final = {"non_cash": "operating", "investing": "investing", "financing": "financing"}
"""Words of results that are not left within net income, with the activity out of which they are taken."""

_SHEET: Final = {"asset": 0, "liability": 1, "equity": 2}


def cash_flow(*, book: Sequence[Account], net_income: Amount) -> list[Line]:
    """Return the lines from net income to cash at the end; none when it is not known how the year began.

    Domain: ``book`` is balanced in every column and in the order in which captions are read. What opening entries of
            the year brought is part of what it began with; a result that they brought is taken off net income.
    Raises: nothing; that the statement foots is asserted.

    >>> cash = dict(account_id=1, code="1", name="Cash", section="asset", caption="Cash", cash_flow="cash",
    ...             sort_order=1, posted_minor=70, posted_year_minor=20, opening_minor=50, change_minor=0)
    >>> sales = dict(account_id=2, code="2", name="Sales", section="income", caption="Revenue", cash_flow="result",
    ...              sort_order=1, posted_minor=-70, posted_year_minor=-20, opening_minor=-50, change_minor=0)
    >>> lines = cash_flow(book=[Account(**cash), Account(**sales)], net_income=Amount(20, 0))
    >>> [(line.caption, line.amount.posted_minor) for line in lines if line.section == "cash"][-2:]
    [('Cash at the beginning of the year', 50), ('Cash at the end', 70)]
    """
    if any(account.opening_minor is None for account in book):
        return []
    results = [account for account in book if account.is_result]
    taken_over = total(account.brought for account in results)
    lines = [_line("operating", "Net income", net_income)]
    if taken_over != NOTHING:
        lines.append(_line("operating", "Result before the balances were taken over", taken_over))
    lines += [_line("operating", account.name, account.flow) for account in results if _moves(account)]

    sums = [NOTHING]
    for activity in ACTIVITIES:
        lines += _changes(activity, book)
        sums.append(total(line.amount for line in lines if line.section == activity and not line.is_total))
        lines.append(sum_line(STATEMENT, activity, f"Net cash from {activity} activities", sums[-1]))
    return [*lines, *_cash(book, total(sums))]


def _moves(account: Account) -> bool:
    """Say whether a result stands on a line of its own, and there is any."""
    return account.cash_flow in _SET_APART and account.flow != NOTHING


def _changes(activity: str, book: Sequence[Account]) -> Iterator[Line]:
    """Yield the change of each caption of an activity, without the results that were set apart; of equity, each account's.

    So what owners brought and what they took stand apart.
    """
    captions: dict[tuple[str, str], Amount] = {}
    marked: dict[tuple[str, str], None] = {}
    for account in sorted(book, key=lambda account: _SHEET.get(account.section, 0)):
        if not account.is_result and account.cash_flow != "cash" and _activity(account) == activity:
            key = (account.section, account.name if account.section == "equity" else account.caption)
            captions[key] = captions.get(key, NOTHING).less(account.flow)
            if activity != "operating" or account.cash_flow == "non_cash":
                marked[key] = None
    apart = [account for account in book if account.is_result and _SET_APART.get(account.cash_flow) == activity]
    if len(marked) == 1:  # There is one caption in which these results can have been counted: it is read without them.
        (key,) = marked
        captions[key] = captions[key].less(total(account.flow for account in apart))
        apart = []
    for (section, caption), amount in captions.items():
        if amount != NOTHING:
            yield _line(activity, _change_in(section, caption), amount)
    for account in apart:
        if account.flow != NOTHING:
            named = f"{account.name}, set apart above"
            yield _line(activity, named, NOTHING.less(account.flow))


def _activity(account: Account) -> str:
    """Return the activity that a balance sheet account's change is of."""
    return account.cash_flow if account.cash_flow in ACTIVITIES else "operating"


def _change_in(section: str, caption: str) -> str:
    """Name a change, the sign of cash first: what is owned takes cash when it grows, what is owed gives it.

    >>> _change_in("asset", "Inventories"), _change_in("liability", "Borrowings"), _change_in("equity", "Dividends")
    ('Decrease (increase) in inventories', 'Increase (decrease) in borrowings', 'Dividends')
    """
    if section == "equity":
        return caption
    words = "Increase (decrease) in" if section in CREDIT_SECTIONS else "Decrease (increase) in"
    return f"{words} {caption[:1].lower()}{caption[1:]}"


def _cash(book: Iterable[Account], change: Amount) -> Iterator[Line]:
    """Yield the change in cash, and cash before and after it."""
    cash = [account for account in book if account.cash_flow == "cash" and not account.is_result]
    begins, ends = total(account.opening for account in cash), total(account.since_beginning for account in cash)
    assert begins.plus(change) == ends, "the statement of cash flows does not foot"
    yield sum_line(STATEMENT, "cash", "Change in cash", change)
    yield _line("cash", "Cash at the beginning of the year", begins)
    yield sum_line(STATEMENT, "cash", "Cash at the end", ends)


def _line(section: str, caption: str, amount: Amount) -> Line:
    return Line(statement=STATEMENT, section=section, caption=caption, amount=amount)
