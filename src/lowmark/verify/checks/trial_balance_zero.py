"""Trial balance zero: over all accounts of a book, debits equal credits at every month end."""

from typing import Final

from lowmark.core.kinds.periods import month_of
from lowmark.verify.balances import Point, balances
from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on
from lowmark.verify.reader import MOST, Rows

NAME: Final = "trial_balance_zero"
MEANING: Final = "the accounts of each book sum to 0 at every month end"

_SPAN: Final = "SELECT min(accounting_on) AS first, max(accounting_on) AS last FROM ledger_entry WHERE entity_id = %s"


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every book at the end of every month from its first entry to its last."""
    faults, names = Faults(), Names(reader, entity_id)
    span = reader.rows(_SPAN, [entity_id])[0]
    if span["first"] is None:
        return faults.checked(0)
    ends = [month_of(span["first"])[1]]
    while ends[-1] < span["last"]:
        ends.append(month_of(ends[-1] + 1)[1])
    books: set[int] = set()
    for end, amounts in zip(ends, balances(reader, entity_id, [Point(end, MOST) for end in ends]), strict=True):
        totals: dict[int, int] = {}
        for (book, _), amount in amounts.items():
            totals[book] = totals.get(book, 0) + amount
        books |= totals.keys()
        for book, total in sorted(totals.items()):
            if total:
                faults.add("the accounts of {} sum to {} on {}", names("book", book), names.money(total), on(end))
    return faults.checked(len(ends) * len(books))
