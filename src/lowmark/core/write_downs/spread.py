"""Spread a unit's allowance over its cost layers, where the shortfall is; in plain ints, one unit at a time.

Before this: `propose` has put a unit's layers together. After this: shares of a proposal. A layer bought dear lies
further below its cost than one bought cheap, so each takes its part by the excess of its cost over its share of the
value. Everything goes by largest remainder: the parts are the whole. Source: IAS 2.29, 2.33 (the unit is measured, and
what is reversed is limited to what was written down).
"""

from collections.abc import Sequence

from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.arithmetic import multiply_divide_round


def target_by_layer(
    *, required_minor: int, value_minor: int, remaining_micro: Sequence[int], cost_minor: Sequence[int]
) -> list[int]:
    """Return the allowance that each layer should carry, which together is what the unit requires.

    It goes over the excess of each layer's cost over its share of the value, by quantity. Where the unit requires more
    than that (a cent of rounding, or a loss in one tier beside a profit in another), the rest goes over what cost is
    left, so that no layer is ever written down by more than it has cost.

    Domain: ``0 <= required_minor <= sum(cost_minor)``; quantities are positive; a negative value counts as nothing.

    >>> target_by_layer(required_minor=20, value_minor=120, remaining_micro=[10, 10], cost_minor=[50, 90])
    [0, 20]
    """
    assert 0 <= required_minor <= sum(cost_minor)
    value, quantity = max(0, value_minor), sum(remaining_micro)
    worth = [multiply_divide_round(value, remaining, quantity) for remaining in remaining_micro]
    excess = [max(0, cost - share) for cost, share in zip(cost_minor, worth, strict=True)]

    beyond = required_minor - sum(excess)
    if beyond <= 0:
        target = _over(required_minor, excess)
    else:
        room = [cost - own for cost, own in zip(cost_minor, excess, strict=True)]
        target = [own + part for own, part in zip(excess, _over(beyond, room), strict=True)]

    assert sum(target) == required_minor
    assert all(0 <= wanted <= cost for wanted, cost in zip(target, cost_minor, strict=True))
    return target


def change_by_layer(
    *, change_minor: int, target_minor: Sequence[int], held_minor: Sequence[int], reversible_minor: Sequence[int]
) -> list[int]:
    """Return by how much the allowance of each layer changes on its way to its target; all of them one way.

    Domain: ``change_minor`` is the unit's; ``0 <= reversible_minor <= held_minor`` is the most that may be taken back
            from each layer, and a reversal ends there.

    >>> change_by_layer(change_minor=20, target_minor=[0, 20], held_minor=[0, 0], reversible_minor=[0, 0])
    [0, 20]
    >>> change_by_layer(change_minor=-15, target_minor=[0, 5], held_minor=[0, 20], reversible_minor=[0, 8])
    [0, -8]
    """
    pairs = list(zip(target_minor, held_minor, strict=True))
    if change_minor >= 0:
        changes = _over(change_minor, [max(0, target - held) for target, held in pairs])
    else:
        room = [min(max(0, held - target), most) for (target, held), most in zip(pairs, reversible_minor, strict=True)]
        changes = [-part for part in _over(min(-change_minor, sum(room)), room)]

    assert all(
        min(held, target) <= held + change <= max(held, target)
        for change, (target, held) in zip(changes, pairs, strict=True)
    )
    return changes


def _over(total: int, room: Sequence[int]) -> list[int]:
    """Spread no more than there is room for, over the room: no part is then larger than its own."""
    assert 0 <= total <= sum(room)
    return largest_remainder(total, room) if total else [0] * len(room)
