"""Where goods that are committed to will go: each outlet's quantity is taken once, by the earliest delivery first.

Before this: firm sales and expected demand that goods on hand and in transit have left over, and what the rest fetches.
After this: `purchases`. Profit in one outlet never shelters another. Sources: ASC 330-10-35-17 and 35-18; IAS 2.31.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.currency import exponent

MICRO_OF_MICRO = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Where some of an item will go, and what a unit then brings, net of what it still costs.

    Domain: a quantity of none takes any; a price is not negative.
    """

    kind: str
    quantity_micro: int | None
    price_micro: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What is still to be delivered under one contract, and what it costs all together."""

    contract: int
    quantity_micro: int
    cost_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The part of a delivery that goes to one outlet: what it costs, what it brings, and the loss on it."""

    contract: int
    kind: str
    quantity_micro: int
    cost_minor: int
    value_minor: int

    @property
    def loss_minor(self) -> int:
        """What it costs beyond what it brings."""
        return max(0, self.cost_minor - self.value_minor)


NO_OUTLET = "none"
"""The kind of a piece that no outlet takes: nothing is known of what it brings."""


def place(*, deliveries: Sequence[Delivery], outlets: Sequence[Outlet], currency: str) -> list[Piece]:
    """Let deliveries of one item, in their order, take outlets in theirs.

    Units:  costs are telescoped over a delivery's pieces, so that they are its cost to the last cent.
    Domain: what no outlet takes is a piece of the kind ``none``, worth nothing here.

    >>> placed = place(deliveries=[Delivery(contract=1, quantity_micro=10_000_000, cost_minor=1_000)], currency="EUR",
    ...     outlets=[Outlet(kind="expected", quantity_micro=4_000_000, price_micro=1_500_000),
    ...              Outlet(kind="rest", quantity_micro=None, price_micro=200_000)])
    >>> [(piece.kind, piece.cost_minor, piece.value_minor, piece.loss_minor) for piece in placed]
    [('expected', 400, 600, 0), ('rest', 600, 120, 480)]
    """
    left = [outlet.quantity_micro for outlet in outlets]
    pieces, at = [], 0
    for delivery in deliveries:
        placed = 0
        while placed < delivery.quantity_micro:
            while at < len(outlets) and left[at] == 0:
                at += 1
            rest = delivery.quantity_micro - placed
            room = left[at] if at < len(outlets) else None
            quantity = rest if room is None else min(rest, room)
            pieces.append(_piece(delivery, placed, quantity, outlets[at] if at < len(outlets) else None, currency))
            placed += quantity
            if room is not None:
                left[at] = room - quantity

    assert sum(piece.cost_minor for piece in pieces) == sum(
        each.cost_minor for each in deliveries if each.quantity_micro
    )
    return pieces


def value_of(*, quantity_micro: int, price_micro: int, currency: str) -> int:
    """Return a quantity at a unit price, in minor units, rounded once, half to even.

    >>> value_of(quantity_micro=39_000_000_000, price_micro=3_540_000, currency="USD")
    13806000
    """
    return multiply_divide_round(quantity_micro * price_micro, 10 ** exponent(currency), MICRO_OF_MICRO)


def _piece(delivery: Delivery, placed: int, quantity: int, outlet: Outlet | None, currency: str) -> Piece:
    whole = delivery.quantity_micro
    up_to, before = (multiply_divide_round(delivery.cost_minor, part, whole) for part in (placed + quantity, placed))
    price = 0 if outlet is None else outlet.price_micro
    return Piece(
        contract=delivery.contract, kind=NO_OUTLET if outlet is None else outlet.kind, quantity_micro=quantity,
        cost_minor=up_to - before, value_minor=value_of(quantity_micro=quantity, price_micro=price, currency=currency),
    )  # fmt: skip
