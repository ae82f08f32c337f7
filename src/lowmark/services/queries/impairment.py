"""Test a real estate project for impairment: pure arithmetic on what its owner expects."""

from datetime import date

from lowmark.core.assessment.impairment import impair
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.impairment import Request, Response


def impairment(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return whether a project recovers its carrying amount, and what it loses if not.

    Raises: Problem `bad_request` for cash flows that cannot be read, and as amounts and rates are refused.
    """
    del actor
    currency = granted.entity.currency
    carrying = parse_minor(request.carrying, currency)
    found = impair(
        carrying_minor=carrying, flows=_flows(request, currency), rate_micro=parse_rate_micro(request.rate),
        held_for_sale=request.held_for_sale, cost_to_sell_minor=parse_minor(request.cost_to_sell, currency),
        fair_value_minor=parse_minor(request.fair_value, currency) if request.fair_value else None,
    )  # fmt: skip
    return Response(
        entity=granted.entity.code, project=request.project, as_of=request.as_of, currency=currency,
        carrying_minor=carrying, undiscounted_minor=found.undiscounted_minor,
        is_recovered=found.undiscounted_minor >= carrying, fair_value_minor=found.fair_value_minor,
        measured_at=found.measured_at, loss_minor=found.loss_minor,
    )  # fmt: skip


def _flows(request: Request, currency: str) -> dict[int, int]:
    """Return what each year from now brings."""
    flows: dict[int, int] = {}
    for part in filter(None, (part.strip() for part in request.cash_flows.split(","))):
        year, _, amount = part.partition("=")
        if not year.strip().isdecimal() or not request.as_of.year <= int(year) <= date.max.year or int(year) in flows:
            raise Problem(
                "bad_request",
                f"{part[:60]!r} is no year to come with an amount",
                hint="write 2027=1500000, 2028=2100000",
            )
        flows[int(year)] = parse_minor(amount.strip(), currency)
    return {year - request.as_of.year: amount for year, amount in flows.items()}
