"""Test a real estate project for impairment: what is held and used, or held for sale, under its own standard."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The project and what its owner expects of it."""

    entity: str = said("entity code", example="MAPLE")
    project: str = said("the project", example="Cedar Hills, phase 2")
    as_of: date = said("as of when", example="2026-10-31")
    carrying: str = said("its carrying amount, in the entity's currency", example="4200000.00")
    cash_flows: str = said("what it brings in less what it still costs, by year: year=amount, with commas between",
                           example="2027=1500000, 2028=2100000")  # fmt: skip
    rate: str = said("the rate by which they are discounted", example="12 %")
    fair_value: str = said(
        "its fair value, where that is known otherwise; empty for the discounted cash flows", default=""
    )
    held_for_sale: bool = said("whether it is held for sale", default=False)
    cost_to_sell: str = said("what selling it costs, where it is held for sale", default="0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What it comes to."""

    entity: str = said("entity code")
    project: str = said("the project")
    as_of: date = said("as of when")
    currency: str = said("currency")
    carrying_minor: int = said("carrying amount")
    undiscounted_minor: int = said("its cash flows")
    is_recovered: bool = said("whether they recover the carrying amount")
    fair_value_minor: int = said("fair value")
    measured_at: str = said(
        "what it is measured at", choices=("carrying_amount", "fair_value", "fair_value_less_costs")
    )
    loss_minor: int = said("the impairment loss, which is never taken back")


OPERATION = Operation(
    name="impairment",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.impairment:impairment",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
