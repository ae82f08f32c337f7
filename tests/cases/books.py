"""Books for cases: a company a case, in a store of this run, worked on through the services as a door would.

The store is made when the first case asks for it, and goes with the shelf.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from tests.cases.record import Figure
from tests.cases.stock import ALL_OF_IT, CURRENCY, NOTHING, ONE, is_less, is_zero, money, values_of
from tests.cases.waiting import BELOW_ZERO, Waits

if TYPE_CHECKING:
    from tests.company import Company

ITEM: Final = "GOODS"
OPENS_ON: Final = date(2026, 1, 1)
MONTHS: Final = 24
INVENTORIES: Final = "Inventories"
COST_TO_SELL: Final = "inventories/cost_to_sell_rate"
ROLES: Final = {"ada": ("warehouse", "preparer"), "ben": ("approver", "poster", "policy_owner", "auditor")}

_numbers = count(1)
_shelves: list[ExitStack] = []
_opened: list[Any] = []


@contextmanager
def shelf() -> Iterator[None]:
    """Keep a store for the cases that ask for books, and let go of it at the end."""
    with ExitStack() as stack:
        _shelves.append(stack)
        try:
            yield
        finally:
            _shelves.remove(stack)
            _opened.clear()


@dataclass(frozen=True, slots=True)
class Tested:
    """What a test did to the books: what was charged and taken back, and the carrying amount after it."""

    charged: Figure
    recovered: Figure
    carrying: Figure


class Books:
    """One company's books, with one receipt of goods in them."""

    def __init__(self, *, framework: str, quantity: str, cost: str, cost_is_each: bool) -> None:
        self.company = new_company(framework)
        self.quantity = quantity
        self.company.items(ITEM)
        value = money(values_of([(quantity, cost)])[0]) if cost_is_each else cost
        self.company.record("PO-1", ITEM, quantity, OPENS_ON, value=value)

    def test(self, on: date, *, value: str, value_is_each: bool = False) -> Tested:
        """Let the goods fetch a value from a day on, test them on that day, and post what is proposed.

        Raises: Waits for a value below zero.
        """
        if is_less(value, NOTHING):
            raise Waits(BELOW_ZERO)
        self._fetch(on, value, "price" if value_is_each else "amount")
        charged, recovered = self._post(on)
        statements = self.company.do("statements", self.company.ben, as_of=on)
        carrying = next(
            line.posted_minor for line in statements.lines
            if line.statement == "balance_sheet" and line.caption == INVENTORIES
        )  # fmt: skip
        return Tested(charged, recovered, money(carrying))

    def _fetch(self, on: date, value: str, column: str) -> None:
        """Bring a price list; what fetches nothing has a price that it costs all of to sell."""
        rate = ALL_OF_IT if is_zero(value) else NOTHING
        self.company.do("set-policy", self.company.ben, path=COST_TO_SELL, valid_from=on, value=rate)
        columns = ("document", "line", "item", "kind", column, "quantity", "observed_on")
        row = (f"LIST-{on}", 1, ITEM, "price_list", ONE if is_zero(value) else value, self.quantity, on)
        self.company.bring("price_evidence", [row], columns, name=f"{on}.csv")

    def _post(self, on: date) -> tuple[Figure, Figure]:
        run = self.company.do("propose", self.company.ada, as_of=on)
        if run.proposals == 0:
            return NOTHING, NOTHING
        self.company.approve(run.run, run.run_hash)
        posted = self.company.do("post", self.company.ben, run=run.run)
        return money(posted.charged_minor), money(posted.reversed_minor)


def new_company(framework: str, **given: Any) -> "Company":
    """Set up a company in the store of this run; `given` are more words of its setting up."""
    if not _opened:
        from tests.fresh_store import fresh_store

        _opened.append(_shelves[0].enter_context(fresh_store("sqlite")))
    from tests.company import OPERATOR, Company, do  # Knows Django, which the store has set up.

    number = next(_numbers)
    names = {name: f"{name}{number}" for name in ("ada", "ben", "root")}
    company = Company(f"CASE{number}", **names)
    do("init", OPERATOR, entity=company.entity, name="A case", currency=CURRENCY, framework=framework,
       administrator=company.root, **{"opens_on": OPENS_ON, "months": MONTHS, **given})  # fmt: skip
    for name, roles in ROLES.items():
        for role in roles:
            company.do("grant", company.root, user=names[name], role=role)
    return company
