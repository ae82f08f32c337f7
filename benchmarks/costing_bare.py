"""What one would write for these arrays alone, beside which `costing` times the kernels: a numba loop per method.

Rows are grouped already; there are no checks, no refusals and no tables. Value telescopes by the same 128-bit function.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numba
import numpy as np

from lowmark.core.costing.rows import Flows
from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import multiply_divide_round

Array = np.ndarray[Any, Any]


class Grouped(NamedTuple):
    """What the bare loops read, and, where there are layers, how much of each is gone."""

    starts: Array
    quantity: Array
    value: Array
    gone: Array


def make_bare_fifo() -> Callable[[Grouped, Flows], int]:
    multiply = compiled.compile(multiply_divide_round)

    @numba.njit(nogil=True)
    def bare_loop(grouped, flows):
        starts, quantity, value, gone = grouped
        flow_move, flow_layer, flow_quantity, flow_value = flows
        written = 0
        for pool in range(len(starts) - 1):
            head = starts[pool]
            for row in range(starts[pool], starts[pool + 1]):
                wanted = -quantity[row]
                while wanted > 0:
                    while gone[head] >= quantity[head]:
                        head += 1
                    before = gone[head]
                    after = min(before + wanted, quantity[head])
                    for k in range(value.shape[1]):
                        flow_value[written, k] = multiply(value[head, k], after, quantity[head]) - multiply(
                            value[head, k], before, quantity[head]
                        )
                    flow_move[written] = row
                    flow_layer[written] = head
                    flow_quantity[written] = after - before
                    written += 1
                    wanted -= after - before
                    gone[head] = after
        return written

    return bare_loop


def make_bare_lifo() -> Callable[[Grouped, Flows], int]:
    multiply = compiled.compile(multiply_divide_round)

    @numba.njit(nogil=True)
    def bare_loop(grouped, flows):
        starts, quantity, value, gone = grouped
        flow_move, flow_layer, flow_quantity, flow_value = flows
        stack = np.empty(len(quantity), np.uint32)
        written = 0
        for pool in range(len(starts) - 1):
            height = 0
            for row in range(starts[pool], starts[pool + 1]):
                wanted = -quantity[row]
                if wanted < 0:
                    stack[height] = row
                    height += 1
                while wanted > 0:
                    top = stack[height - 1]
                    before = gone[top]
                    after = min(before + wanted, quantity[top])
                    for k in range(value.shape[1]):
                        flow_value[written, k] = multiply(value[top, k], after, quantity[top]) - multiply(
                            value[top, k], before, quantity[top]
                        )
                    flow_move[written] = row
                    flow_layer[written] = top
                    flow_quantity[written] = after - before
                    written += 1
                    wanted -= after - before
                    gone[top] = after
                    if after == quantity[top]:
                        height -= 1
        return written

    return bare_loop


def make_bare_average() -> Callable[[Grouped, Array, Array], int]:
    multiply = compiled.compile(multiply_divide_round)

    @numba.njit(nogil=True)
    def bare_loop(grouped, layer, flow):
        starts, quantity, value, _ = grouped
        width = value.shape[1]
        held, gone = np.zeros(width, np.int64), np.zeros(width, np.int64)
        for pool in range(len(starts) - 1):
            on_hand, came, head = 0, 0, starts[pool]
            for row in range(starts[pool], starts[pool + 1]):
                moved = quantity[row]
                if moved > 0:
                    if on_hand == 0:
                        head = row
                        held[:] = 0
                        gone[:] = 0
                    for k in range(width):
                        flow[row, k] = value[row, k]
                        held[k] += value[row, k] - gone[k]
                        gone[k] = 0
                    came = on_hand + moved
                else:
                    for k in range(width):
                        now = multiply(held[k], came - on_hand - moved, came)
                        flow[row, k] = gone[k] - now
                        gone[k] = now
                layer[row] = head
                on_hand += moved
        return len(quantity)

    return bare_loop
