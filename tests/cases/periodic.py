"""A year's end in periodic inventory accounts, in the words of cases: what there was, what was sold, the closing entries."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from lowmark.core.journal.periodic_inventory import PeriodicAccounts, PeriodTotals, close_periodic
from lowmark.core.kinds.money import parse_minor
from lowmark.core.statements.statements import COST_OF_SALES
from tests.cases.ledger import Line, in_words, shape
from tests.cases.stock import CURRENCY, NOTHING
from tests.cases.waiting import Waits

ACCOUNTS: Final = PeriodicAccounts(
    inventory=1, purchases=2, freight_in=3, purchase_returns=4, purchase_discounts=5, cost_of_goods_sold=6
)
NAMED: Final[Mapping[int, tuple[str, str, str]]] = {
    1: ("Inventory", "Inventories", "inventory"),
    2: ("Purchases", "Purchases", "purchases"),
    3: ("Freight in", "Purchases", "freight in"),
    4: ("Purchase returns", "Purchases", "purchase returns"),
    5: ("Purchase discounts", "Purchases", "purchase discounts"),
    6: ("Cost of goods sold", COST_OF_SALES, "cost_of_sales"),
}
"""Name, caption and part of each account: those of a ledger that is not Lowmark's, so no chart has them."""


def totals(
    *, opening: str = NOTHING, purchases: str, closing: str, freight_in: str = NOTHING, purchase_returns: str = NOTHING,
    purchase_discounts: str = NOTHING,
) -> PeriodTotals:  # fmt: skip
    """Read a year's totals."""
    return PeriodTotals(
        opening_minor=parse_minor(opening, CURRENCY), purchases_minor=parse_minor(purchases, CURRENCY),
        closing_minor=parse_minor(closing, CURRENCY), freight_in_minor=parse_minor(freight_in, CURRENCY),
        purchase_returns_minor=parse_minor(purchase_returns, CURRENCY),
        purchase_discounts_minor=parse_minor(purchase_discounts, CURRENCY),
    )  # fmt: skip


def of_what_was_sold(*, sold: str, left: str, carried: str) -> PeriodTotals:
    """Return the totals of a year of which only is known what was sold and what is left, both at cost.

    What there was is the two together; how much of it was bought in the year changes nothing.
    """
    return totals(opening=left, purchases=sold, closing=carried)


def closing_entry(
    said: Sequence[Mapping[str, Any]], *, year: PeriodTotals, on: date
) -> list[Mapping[str, Any]]:  # fmt: skip
    """Return the closing entry that a case asks for, in its words.

    Raises: Waits for an entry that is no closing entry.
    """
    asked = shape(said)
    made = {
        entry.event: entry
        for entry in close_periodic(totals=year, accounts=ACCOUNTS, accounting_on=on, document="case")
    }
    if asked not in made:
        raise Waits(f"a closing entry by {asked}")
    return in_words(said, [_line(line.account_id, line.amount_minor) for line in made[asked].lines])


def _line(account: int, minor: int) -> Line:
    name, caption, part = NAMED[account]
    return Line(name, caption, frozenset({part}), minor)
