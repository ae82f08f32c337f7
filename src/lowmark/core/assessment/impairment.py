"""Impairment of real estate that is no inventory by its standard: tested by what it brings in, not by its net realisable value.

What is held and used (land held, lots under development) is first tested by its undiscounted cash flows; only what does not recover
its carrying amount by them is measured at fair value. What is held for sale is at the lower of carrying amount and fair value less
costs to sell. Before this: the cash flows of a project as its owner expects them. After this: its owner posts the loss. Nothing is
taken back later: the loss makes a new cost basis. Sources: ASC 360-10-35-17, 35-18 and 35-20; ASC 360-10-35-43.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

ONE = 1_000_000
Measured = Literal["carrying_amount", "fair_value", "fair_value_less_costs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Impairment:
    """What a project comes to: its undiscounted and discounted flows, what it is measured at, and the loss."""

    undiscounted_minor: int
    fair_value_minor: int
    measured_at: Measured
    loss_minor: int


def present_value(*, flows: Mapping[int, int], rate_micro: int) -> int:
    """Return what amounts at the end of each year from now are worth, each rounded once.

    Shapes: flows: year from now, 0 for this one, to amount in minor units.

    >>> present_value(flows={1: 110_00, 2: 121_00}, rate_micro=100_000)
    20000
    """
    if rate_micro <= -ONE or min(flows, default=0) < 0:
        raise Problem("bad_request", "a discount rate is above -100 %, and cash flows are of years to come")
    return sum(
        multiply_divide_round(amount, ONE**years, (ONE + rate_micro) ** years)
        for years, amount in sorted(flows.items())
    )


def impair(
    *, carrying_minor: int, flows: Mapping[int, int], rate_micro: int, held_for_sale: bool, cost_to_sell_minor: int,
    fair_value_minor: int | None = None,
) -> Impairment:  # fmt: skip
    """Test one project; its fair value is given, or its discounted cash flows.

    Raises: Problem ``bad_request`` where a rate or a year cannot be.

    >>> impair(carrying_minor=1_000, flows={1: 600, 2: 450}, rate_micro=100_000, held_for_sale=False,
    ...                 cost_to_sell_minor=0).loss_minor
    0
    >>> impair(carrying_minor=1_000, flows={1: 550, 2: 363}, rate_micro=100_000, held_for_sale=False,
    ...                 cost_to_sell_minor=0).loss_minor
    200
    """
    worth = present_value(flows=flows, rate_micro=rate_micro) if fair_value_minor is None else fair_value_minor
    undiscounted = sum(flows.values())
    recovered = undiscounted >= carrying_minor
    if held_for_sale:
        at, value = "fair_value_less_costs", worth - cost_to_sell_minor
    else:
        at, value = "fair_value", carrying_minor if recovered else worth
    loss = max(carrying_minor - value, 0)
    measured: Measured = "carrying_amount" if loss == 0 else at  # type: ignore[assignment]
    return Impairment(undiscounted_minor=undiscounted, fair_value_minor=worth, measured_at=measured, loss_minor=loss)
