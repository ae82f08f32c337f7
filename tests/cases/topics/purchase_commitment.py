"""Firm purchase commitments: what they lose at a year's end, what a receipt then records, and what is paid without taking."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from lowmark.core.commitments import purchases
from lowmark.core.commitments.outlets import value_of
from lowmark.core.commitments.receipt import receive
from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.reporting import CommitmentsPolicy, commitments_policy
from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.quantity import format_micro, parse_micro
from lowmark.core.kinds.scaled import parse_scaled
from lowmark.frameworks.read import read_area
from tests.cases.figures import known, minor
from tests.cases.record import Case, Figure
from tests.cases.stock import AS_OF, CURRENCY, NOTHING, ONE, money
from tests.cases.tables import frame
from tests.cases.waiting import Waits

TAKE_OR_PAY: Final = {"units_per_year", "years", "bought", "unit_price"}
QUANTITIES: Final = ("gallons", "units", "quantity")
PRICES: Final = {"contract_price", "contract_unit"}
MARKETS: Final = {"market_at_year_end", "market_unit"}
DELIVERED: Final = date(2027, 3, 31)


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Test the case's commitment at the year's end, and receive its goods."""
    known(case, {*TAKE_OR_PAY, *QUANTITIES, *PRICES, *MARKETS, "resale_value", "market_at_receipt"})
    if case.inputs.keys() >= TAKE_OR_PAY:
        return _without_taking(case)
    if not PRICES & case.inputs.keys() or not MARKETS & case.inputs.keys():
        raise Waits(f"a purchase commitment with {', '.join(sorted(case.inputs))}")
    policy = _policy(framework)
    quantity = next((case.inputs[name] for name in QUANTITIES if name in case.inputs), ONE)
    contract = _amount(case, "contract_price", "contract_unit", quantity)
    by_the_unit = "market_unit" in case.inputs and any(name in case.inputs for name in QUANTITIES)
    loss = purchases.purchase_losses(
        contracts=frame(contract=1, item=1, delivers_on=DELIVERED, is_firm=True, is_hedged=False, penalty_minor=None,
                        quantity_micro=parse_micro(quantity if by_the_unit else ONE), cost_minor=contract, held_minor=0,
                        held_this_year_minor=0),
        outlets=frame(item=1, rank=1, kind="rest", quantity_micro=None,
                      price_micro=parse_price_micro(case.inputs["market_unit" if by_the_unit else "market_at_year_end"])),
        policy=policy, currency=CURRENCY,
    ).losses.row(0, named=True)  # fmt: skip
    answers: dict[str, Any] = {
        "year_end_loss": money(loss["charged_minor"]), "year_end_liability": money(loss["required_minor"]),
    }  # fmt: skip
    if "market_at_receipt" in case.inputs:
        answers |= _received(contract, minor(case.inputs["market_at_receipt"]), loss["required_minor"], policy)
    return answers


def _received(contract: int, market: int, held: int, policy: CommitmentsPolicy) -> Mapping[str, Any]:
    """Answer what is recorded when the goods come, in the fiscal year after."""
    found = receive(contract_minor=contract, market_minor=market, held_minor=held, policy=policy)
    return {
        "inventory_recorded": money(found.inventory_minor), "loss_on_receipt": money(found.loss_minor),
        "gain_on_receipt": money(found.gain_minor), "liability_cleared": money(found.liability_cleared_minor),
        "cash_or_ap": money(found.payable_minor),
    }  # fmt: skip


def _without_taking(case: Case) -> Mapping[str, Any]:
    found = purchases.take_or_pay(
        per_period_micro=parse_micro(case.inputs["units_per_year"]), periods=parse_scaled(case.inputs["years"], places=0, noun="number"),
        taken_micro=parse_micro(case.inputs["bought"]), price_micro=parse_price_micro(case.inputs["unit_price"]),
        value_micro=parse_price_micro(case.given("resale_value") or NOTHING), currency=CURRENCY,
    )  # fmt: skip
    outstanding = Figure(format_micro(found.outstanding_micro))
    return {"units_outstanding": outstanding, "loss": money(found.loss_minor)}


def _amount(case: Case, whole: str, each: str, quantity: str) -> int:
    """Return an amount that is given whole, or by the unit."""
    if whole in case.inputs:
        return minor(case.inputs[whole])
    return value_of(
        quantity_micro=parse_micro(quantity), price_micro=parse_price_micro(case.inputs[each]), currency=CURRENCY
    )


def _policy(framework: str) -> CommitmentsPolicy:
    tree = read_area(framework, "commitments")
    return commitments_policy(resolve_area(framework=framework, tree=tree, facts=[], on=AS_OF).values)
