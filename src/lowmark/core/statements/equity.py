"""Make the statement of changes in equity: each component from the beginning of the year to its end.

Before this: the accounts of a book with what they stood at when the fiscal year began. After this: `statements` puts it
beside the others. A restatement of an earlier year is in what the year began with, as the accounts say it. Sources: IAS
1.106 to 1.110; ASC 505-10-50-2.
"""

from collections.abc import Sequence
from typing import Final

from lowmark.core.statements.accounts import NOTHING, Account, Amount, natural, total
from lowmark.core.statements.lines import Line, sum_line

STATEMENT: Final = "changes_in_equity"
RETAINED: Final = "Retained earnings"
BEGINS: Final = "At the beginning of the year"
ENDS: Final = "At the end"
PROFIT: Final = "Profit for the year"


def changes_in_equity(*, book: Sequence[Account], net_income: Amount) -> list[Line]:
    """Return the lines of each component, and of equity as a whole; none when it is not known how the year began.

    Domain: ``book`` is balanced. What results brought of earlier years is in retained earnings; what opening entries of
            the year brought of its own result is part of its profit, for that is of the year.
    Raises: nothing; that each component foots is asserted.

    >>> capital = dict(account_id=1, code="3000", name="Capital", section="equity", caption="Capital",
    ...                cash_flow="financing", sort_order=1, posted_minor=-100, posted_year_minor=-20, opening_minor=-80,
    ...                change_minor=0)
    >>> lines = changes_in_equity(book=[Account(**capital)], net_income=NOTHING)
    >>> [(line.caption, line.amount.posted_minor) for line in lines if line.section == "Capital"]
    [('At the beginning of the year', 80), ('Capital', 20), ('At the end', 100)]
    """
    if any(account.opening_minor is None for account in book):
        return []
    results = [account for account in book if account.is_result]
    components: dict[str, list[Account]] = {}
    for account in book:
        if account.section == "equity":
            components.setdefault(account.caption, []).append(account)
    if results:
        components.setdefault(RETAINED, [])
    lines, begins, ends = [], NOTHING, NOTHING
    for caption, accounts in components.items():
        earlier = total(account.before_this_year for account in results) if caption == RETAINED else NOTHING
        began = natural("equity", total(account.opening for account in accounts).plus(earlier))
        moved = [_line(caption, account.name, natural("equity", account.flow)) for account in accounts]
        if caption == RETAINED:
            moved.insert(0, _line(caption, PROFIT, net_income))
        moved = [line for line in moved if line.amount != NOTHING]
        ended = began.plus(total(line.amount for line in moved))
        if began == NOTHING and not moved:
            continue
        lines += [_line(caption, BEGINS, began), *moved, sum_line(STATEMENT, caption, ENDS, ended)]
        begins, ends = begins.plus(began), ends.plus(ended)
    assert ends == natural(
        "equity", total(one.since_beginning for one in book if one.section == "equity" or one.is_result)
    )
    return [
        *lines,
        sum_line(STATEMENT, "", "Total equity at the beginning of the year", begins),
        sum_line(STATEMENT, "", "Total equity at the end", ends),
    ]


def _line(section: str, caption: str, amount: Amount) -> Line:
    return Line(statement=STATEMENT, section=section, caption=caption, amount=amount)
