"""The allowance of a layer: how much of it is still held after goods have left, and what an exit releases.

Before this: `propose` has set an amount on a layer; costing says which layers an exit consumes. After this: `carrying`
takes it from layer to layer, then the journal. What is held is *defined* from the amount set, the quantity then and
the quantity gone since; a release is the difference of two such values, so the last unit takes the last cent and
splitting an exit changes nothing. Where receipts join a layer, those that come later do not share in the charge: what
is held is set anew on the larger quantity. Sources: IAS 2.34; a lot's relief on sale is `amount * sold / lot`.
"""

from collections.abc import MutableSequence, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.compiled import for_size, is_large

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceState:
    """What was set on a layer, the quantity then in it, and the quantity gone since.

    Domain: ``0 <= released_micro <= base_micro``; an amount needs a base. A layer without an allowance has no amount,
            and its exits are not followed.
    """

    amount_minor: int = 0
    base_micro: int = 0
    released_micro: int = 0

    def __post_init__(self) -> None:
        """Hold the domain."""
        assert self.amount_minor >= 0
        assert 0 <= self.released_micro <= self.base_micro
        assert self.amount_minor == 0 or self.base_micro > 0

    @property
    def held_minor(self) -> int:
        """What has not been released yet."""
        if self.amount_minor == 0:
            return 0
        return held(self.amount_minor, self.base_micro - self.released_micro, self.base_micro)


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """Per flow what it releases (nothing, where it joins); per layer its state after all of them."""

    amount_minor: "NDArray[np.int64]"
    released_micro: "NDArray[np.int64]"
    base_micro: "NDArray[np.int64]"
    set_minor: "NDArray[np.int64]"


def held(amount: int, left: int, base: int) -> int:
    """Return how much of an allowance the quantity that is left still carries: amount * left / base, rounded down.

    Rounded down, because a layer's cost is rounded half to even, over another base: only so does a layer that is
    written down to nothing never carry one cent more of allowance than it has cost.

    Domain: ``amount >= 0``; ``0 <= left <= base``; ``base > 0``.

    >>> held(30, 10, 20), held(11, 1, 3), held(11, 0, 3)
    (15, 3, 0)
    """
    nearest = multiply_divide_round(amount, left, base)
    if amount > 0 and exceeds(nearest, amount, left, base):
        nearest -= 1
    return nearest


def exceeds(a: int, b: int, c: int, d: int) -> bool:
    """Say whether a / b > c / d, quotient by quotient of both continued fractions, so that no product can overflow.

    Domain: ``a >= 0``, ``c >= 0``, ``b > 0``, ``d > 0``.
    Source: Knuth, The Art of Computer Programming 2, 4.5.3.

    >>> exceeds(2, 3, 3, 5), exceeds(2, 3, 4, 6), exceeds(0, 3, 1, 5)
    (True, False, False)
    """
    while a // b == c // d:
        a, c = a % b, c % d
        if a == 0 or c == 0:
            return a > c
        a, b, c, d = d, c, b, a  # a / b > c / d where d / c > b / a.
    return a // b > c // d


def release(*, state: AllowanceState, quantity_micro: int) -> tuple[AllowanceState, int]:
    """Let a quantity leave a layer: its state afterwards, and the allowance that goes with it.

    Domain: the quantity is positive and no more than is left (costing refuses to issue more than there is).

    >>> state = AllowanceState(amount_minor=20, base_micro=10_000_000)
    >>> state, amount = release(state=state, quantity_micro=5_000_000)
    >>> amount, state.held_minor
    (10, 10)
    """
    assert quantity_micro > 0
    if state.amount_minor == 0:
        return state, 0

    after = replace(state, released_micro=state.released_micro + quantity_micro)
    amount_minor = state.held_minor - after.held_minor

    assert amount_minor >= 0
    return after, amount_minor


def join(*, state: AllowanceState, came_micro: int, brought_minor: int = 0) -> AllowanceState:
    """Let a quantity join a layer: what is held stays, on the larger quantity, and what came with the goods is added.

    Domain: the quantity is positive; only goods that come back from a sale or out of another pool bring something.

    >>> state = AllowanceState(amount_minor=20, base_micro=10, released_micro=5)
    >>> join(state=state, came_micro=15)
    AllowanceState(amount_minor=10, base_micro=20, released_micro=0)
    """
    assert came_micro > 0
    assert brought_minor >= 0
    if state.amount_minor == 0 and brought_minor == 0:
        return state

    left = state.base_micro - state.released_micro
    return AllowanceState(amount_minor=state.held_minor + brought_minor, base_micro=left + came_micro)


def take_along(*, state: AllowanceState, quantity_micro: int, cost_minor: int) -> tuple[AllowanceState, int]:
    """Let a quantity leave for another pool: its state afterwards, and the allowance that goes with it.

    It takes no more than the cost that goes too: cost is rounded to even and allowance down, so that a share of it can
    be a cent more, and would then be more than the layer cost on which it arrives. The cent stays. What stays is set
    anew, taken down or not, so that which flows set a layer can be told from their kind.

    Domain: as for `release`; ``cost_minor >= 0`` is the cost of what leaves.

    >>> state = AllowanceState(amount_minor=2, base_micro=4, released_micro=2)
    >>> take_along(state=state, quantity_micro=1, cost_minor=0)
    (AllowanceState(amount_minor=1, base_micro=1, released_micro=0), 0)
    """
    assert cost_minor >= 0
    if state.amount_minor == 0:
        return state, 0

    after, share = release(state=state, quantity_micro=quantity_micro)
    taken = min(share, cost_minor)
    stays = after.held_minor + share - taken
    return AllowanceState(amount_minor=stays, base_micro=after.base_micro - after.released_micro), taken


def release_many(
    *,
    amount_minor: "NDArray[np.int64]",
    base_micro: "NDArray[np.int64]",
    released_micro: "NDArray[np.int64]",
    layer: "NDArray[np.int64]",
    quantity_micro: "NDArray[np.int64]",
) -> Released:
    """Let many quantities leave many layers, or join them: `release` and `join`, column by column.

    Shapes: the first three have a row per layer; ``layer`` and ``quantity_micro`` (positive leaves, negative joins) a
            row per flow, in order, where ``layer`` is the position of the flow's layer among them, ascending.
    Domain: as for `release` and `join`. Nothing that is passed in is changed.

    >>> import numpy as np
    >>> one = release_many(amount_minor=np.array([20]), base_micro=np.array([10]), released_micro=np.array([0]),
    ...                    layer=np.array([0, 0]), quantity_micro=np.array([5, 5]))
    >>> one.amount_minor.tolist(), one.released_micro.tolist()
    ([10, 10], [10])
    """
    import numpy as np

    assert len(amount_minor) == len(base_micro) == len(released_micro)
    assert len(layer) == len(quantity_micro)
    assert bool((np.diff(layer) >= 0).all())

    n = len(layer)
    columns = [np.array(column, dtype=np.int64) for column in (amount_minor, base_micro, released_micro)]
    exits = [np.asarray(layer, dtype=np.int64), np.asarray(quantity_micro, dtype=np.int64)]
    amounts = np.zeros(n, dtype=np.int64)
    if is_large(n):
        for_size(release_kernel, n)(*columns, *exits, amounts)
    else:
        plain = [column.tolist() for column in (*columns, *exits, amounts)]
        release_kernel(*plain)
        amounts, *columns = (np.array(plain[i], dtype=np.int64) for i in (5, 0, 1, 2))
    return Released(amount_minor=amounts, set_minor=columns[0], base_micro=columns[1], released_micro=columns[2])


def release_kernel(
    amount: MutableSequence[int],
    base: MutableSequence[int],
    released: MutableSequence[int],
    layer: Sequence[int],
    quantity: Sequence[int],
    out: MutableSequence[int],
) -> None:
    """Release or set anew, flow by flow. Writes the state per layer and, per flow, what it releases to ``out``.

    >>> released, out = [0], [0, 0]
    >>> release_kernel([11], [3], released, [0, 0], [1, 2], out)
    >>> released, out
    ([3], [4, 7])
    """
    for i in range(len(layer)):
        at = layer[i]
        assert quantity[i] != 0
        if amount[at] > 0:
            left = base[at] - released[at]
            assert quantity[i] <= left
            holds = held(amount[at], left, base[at])
            if quantity[i] > 0:
                out[i] = holds - held(amount[at], left - quantity[i], base[at])
                released[at] += quantity[i]
            else:
                amount[at] = holds
                base[at] = left - quantity[i]
                released[at] = 0
