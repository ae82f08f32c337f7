"""Take over an allowance from the books kept before: so much on an item or lot, charged in such a fiscal year.

Before this: the layers that were opened, and what is held on them already. After this: the journal, against opening
balances. The old books say an amount for goods, not for layers, so it goes over the layers by what each has cost: none
then carries more than that. Source: design of the ledger's opening; ASC 330-10-35-14 (the year decides what may recover).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.write_downs.allowance import AllowanceState
from lowmark.core.write_downs.carrying import Allowance
from lowmark.core.write_downs.labels import Label, one_label


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLayer:
    """A layer as it stands: its move, what is left of it, what that has cost, and its allowance if it has one."""

    layer: int
    left_micro: int
    cost_minor: int
    allowance: Allowance | None = None

    @property
    def room_minor(self) -> int:
        """How much more it can carry."""
        return self.cost_minor - (self.allowance.state.held_minor if self.allowance else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """A layer's part of what is taken over, and its allowance with it."""

    layer: int
    amount_minor: int
    after: Allowance


def take_over(*, layers: Sequence[OpenedLayer], label: Label, amount_minor: int) -> tuple[TakenOver, ...]:
    """Put an allowance on the layers of one item or lot.

    Domain: ``0 < amount_minor <=`` the sum of what the layers can still carry.

    >>> layers = [OpenedLayer(layer=1, left_micro=10, cost_minor=50), OpenedLayer(layer=2, left_micro=10, cost_minor=90)]
    >>> [(one.layer, one.amount_minor) for one in take_over(layers=layers, label=Label("obsolete", 2025), amount_minor=14)]
    [(1, 5), (2, 9)]
    """
    room = [layer.room_minor for layer in layers]
    assert 0 < amount_minor <= sum(room)
    parts = largest_remainder(amount_minor, room)
    assert all(0 <= part <= most for part, most in zip(parts, room, strict=True))
    return tuple(
        TakenOver(layer=layer.layer, amount_minor=part, after=_with(layer, label, part))
        for layer, part in zip(layers, parts, strict=True) if part
    )  # fmt: skip


def _with(layer: OpenedLayer, label: Label, amount_minor: int) -> Allowance:
    """Return a layer's allowance with what comes to it."""
    before = layer.allowance.state.held_minor if layer.allowance else 0
    parts = {label: amount_minor}
    if layer.allowance is not None and before:
        parts[layer.allowance.label] = parts.get(layer.allowance.label, 0) + before
    stands = one_label(parts)
    state = AllowanceState(amount_minor=before + amount_minor, base_micro=layer.left_micro)
    return Allowance(reason=stands.reason, fiscal_year=stands.fiscal_year, state=state)
