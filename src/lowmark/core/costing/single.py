"""What costing a single move takes and gives, in plain ints: layers, a move, a standard; flows, or how much is short.

Before this: nothing. After this: `one` and what it calls, importing no frames and no compiler.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["receipt", "issue", "re_pool"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLayer:
    """What one receipt brought into a pool, as it came, and how much of it has gone; ``layer`` is its move.

    In a pooled method: all that is on hand, as of the last value event; day and place are the last receipt's.
    """

    layer: int
    opened_on: int
    known_seq: int
    quantity_micro: int
    consumed_micro: int = 0
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToCost:
    """A receipt (positive, with its value by component) or an issue (negative, without)."""

    move: int
    accounting_on: int
    known_seq: int
    quantity_micro: int
    values: tuple[int, ...] = ()
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What a quantity should cost, by component."""

    quantity_micro: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostFlow:
    """A change of one layer's quantity and value: positive on receipts, negative on issues."""

    layer: int
    move: int
    kind: Kind
    accounting_on: int
    known_seq: int
    quantity_micro: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostedOne:
    """What the move cost, the layers that it changed or brought in, and all layers after it.

    ``variances``: what a receipt brought more than standard, by component; () where no standard is asked for.
    """

    flows: tuple[CostFlow, ...]
    changed: tuple[OpenLayer, ...]
    layers: tuple[OpenLayer, ...]
    variances: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """The move was refused: so much is missing, and nothing was taken."""

    short_micro: int


def flow_of(*, move: MoveToCost, layer: int, quantity_micro: int, values: tuple[int, ...]) -> CostFlow:
    """Return what a move did to a layer, under the kind that the move names, else by its sign.

    >>> move = MoveToCost(move=2, accounting_on=1, known_seq=1, quantity_micro=-3)
    >>> flow_of(move=move, layer=1, quantity_micro=-3, values=(-9,)).kind
    'issue'
    """
    by_sign: Kind = "receipt" if move.quantity_micro > 0 else "issue"
    return CostFlow(
        layer=layer,
        move=move.move,
        kind=move.kind or by_sign,
        accounting_on=move.accounting_on,
        known_seq=move.known_seq,
        quantity_micro=quantity_micro,
        values=values,
    )
