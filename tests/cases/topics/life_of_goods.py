"""Goods from receipt to exit in a company's books: what moved, what was tested, and the balances that are left of it.

A case has steps, each on its day. What it expects is named by days: the balances of accounts then, debits less credits,
by the role that an account plays in the chart, with a reason after a stroke where the role has one for each.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from lowmark.frameworks.read import roles
from tests.cases.books import ITEM, OPENS_ON, new_company
from tests.cases.record import Case, rows_of
from tests.cases.stock import NOTHING, money
from tests.cases.waiting import Waits

KNOWN = {"method", "write_downs", "standard_cost", "steps"}
PLACES = {"": "Main", "damaged": "Apart"}
LISTED = ("document", "line", "item", "kind", "condition", "quantity", "amount", "observed_on")


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Take the goods through the case's steps, and tell the balances of the days that it asks for."""
    if not {"steps"} <= case.inputs.keys() <= KNOWN:
        raise Waits(f"a life of goods with {', '.join(sorted(case.inputs))}")
    style = str(case.given("write_downs") or "allowance")
    life = _Life(case, framework, style)
    for number, row in enumerate(rows_of(case.inputs["steps"]), start=1):
        step = STEPS.get(str(row.get("type")))
        if step is None:
            raise Waits(f"a step of type {row.get('type')}")
        step(life, row, date.fromisoformat(str(row["day"])), str(row.get("document") or f"STEP-{number}"))
    accounts = {
        f"{said.role}/{said.reason}" if said.reason else said.role: said.account
        for said in roles(framework, write_downs="direct" if style == "direct" else "allowance")
    }
    return {day: life.balances(day, asked, accounts) for day, asked in case.expected.items()}


class _Life:
    """One item of a company of its own, worked on through the services."""

    def __init__(self, case: Case, framework: str, style: str) -> None:
        self.company = new_company(framework, write_downs=style, method=str(case.given("method") or "fifo"))
        self.company.items(ITEM)
        self.company.bring("locations", [(PLACES["damaged"], "damaged")], ("location", "kind"), name="apart.csv")
        if "standard_cost" in case.inputs:
            self.company.bring("item_costing", [(ITEM, "standard", case.inputs["standard_cost"], OPENS_ON)],
                               ("item", "method", "standard_cost", "valid_from"))  # fmt: skip

    def balances(self, day: str, asked: Mapping[str, Any], accounts: Mapping[str, str]) -> Mapping[str, Any]:
        """Return the balances of a day, by the roles that are asked for."""
        found = self.company.balances(date.fromisoformat(day))
        by_role = {role: money(found[code]) for role, code in accounts.items() if code in found}
        return {role: by_role.get(role, NOTHING) for role in asked}

    def purchase(self, row: Mapping[str, Any], on: date, document: str) -> None:
        """Receive goods for a value."""
        self.company.record(document, ITEM, row["qty"], on, value=str(row["value"]))

    def sale(self, row: Mapping[str, Any], on: date, document: str) -> None:
        """Sell goods."""
        self._out(row, on, document, "customer", "sale")

    def scrap(self, row: Mapping[str, Any], on: date, document: str) -> None:
        """Scrap goods."""
        self._out(row, on, document, "scrap", "obsolete")

    def _out(self, row: Mapping[str, Any], on: date, document: str, target: str, reason: str) -> None:
        self.company.do("issue", self.company.ada, document=document, item=ITEM, location=_place(row), target=target,
                        quantity=str(row["qty"]), reason=reason, issued_on=on)  # fmt: skip

    def sales_return(self, row: Mapping[str, Any], on: date, document: str) -> None:
        """Take goods back from a customer, at what they were issued at."""
        self.company.do("receive", self.company.ada, document=document, item=ITEM, source="customer", location=_place(row),
                        quantity=str(row["qty"]), returns_document=str(row["of"]), received_on=on)  # fmt: skip

    def set_apart(self, row: Mapping[str, Any], on: date, document: str) -> None:
        """Move damaged goods to a place of their own."""
        self.company.do("transfer", self.company.ada, document=document, item=ITEM, from_location=PLACES[""],
                        to_location=PLACES["damaged"], quantity=str(row["qty"]), moved_on=on)  # fmt: skip

    def price(self, row: Mapping[str, Any], on: date, document: str) -> None:
        """Bring a price list: an amount for a quantity, of sound goods or of those in a condition."""
        listed = (document, 1, ITEM, "price_list", row.get("condition", ""), row["qty"], row["amount"], on)
        self.company.bring("price_evidence", [listed], LISTED, name=f"{document}.csv")

    def test(self, row: Mapping[str, Any], on: date, document: str) -> None:
        """Test all goods, and post what is proposed."""
        del row, document
        self._post(self.company.do("propose", self.company.ada, as_of=on))

    def write_off(self, row: Mapping[str, Any], on: date, document: str) -> None:
        """Write goods off, those in a condition or the sound ones."""
        self._post(self.company.do("write-off", self.company.ada, item=ITEM, condition=str(row.get("condition", "")),
                                   as_of=on, reason=str(row["reason"]), because=document))  # fmt: skip

    def _post(self, run: Any) -> None:
        if run.proposals:
            self.company.approve(run.run, run.run_hash)
            self.company.do("post", self.company.ben, run=run.run)


def _place(row: Mapping[str, Any]) -> str:
    return PLACES[str(row.get("condition", ""))]


STEPS: Mapping[str, Callable[[_Life, Mapping[str, Any], date, str], None]] = {
    "purchase": _Life.purchase, "sale": _Life.sale, "scrap": _Life.scrap, "sales return": _Life.sales_return,
    "set apart": _Life.set_apart, "price": _Life.price, "test": _Life.test, "write-off": _Life.write_off,
}  # fmt: skip
