"""Make the income statement by the nature of expenses, beside the one by their function.

Before this: the accounts of a book, and the nature of each expense account. After this: `statements`. Sources: IAS 1.99,
1.102, 1.104: whoever reports by function says what expenses are by nature too.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from lowmark.core.statements.accounts import NOTHING, Account, Amount, natural
from lowmark.core.statements.lines import Line, sum_line

STATEMENT: Final = "income_statement_by_nature"


def income_statement_by_nature(
    *, book: Sequence[Account], natures: Mapping[int, str], net_income: Amount
) -> list[Line]:
    """Return income by caption, expenses by nature, and net income; an expense without a nature stays under its caption.

    Shapes: ``natures`` by account number; none at all leaves the statement out.

    >>> cost = dict(account_id=1, code="5000", name="Cost", section="expense", caption="Cost of sales", cash_flow="result",
    ...             sort_order=1, posted_minor=30, posted_year_minor=30, opening_minor=0, change_minor=0)
    >>> made = income_statement_by_nature(book=[Account(**cost)], natures={1: "Inventories sold"}, net_income=Amount(-30, 0))
    >>> [(line.caption, line.amount.posted_minor) for line in made]
    [('Inventories sold', 30), ('Net income', -30)]
    """
    if not natures:
        return []
    sums: dict[tuple[str, str], Amount] = {}
    for section in ("income", "expense"):
        for account in book:
            if account.section == section:
                caption = (
                    natures.get(account.account_id) or account.caption if section == "expense" else account.caption
                )
                amount = natural(section, account.this_year)
                sums[section, caption] = sums.get((section, caption), NOTHING).plus(amount)
    lines = [
        Line(statement=STATEMENT, section=section, caption=caption, amount=amount)
        for (section, caption), amount in sums.items()
        if amount != NOTHING
    ]
    left = NOTHING
    for line in lines:
        left = left.plus(line.amount) if line.section == "income" else left.less(line.amount)
    assert left == net_income
    return [*lines, sum_line(STATEMENT, "", "Net income", net_income)]
