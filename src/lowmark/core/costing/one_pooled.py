"""Cost a single move of a pool whose goods are one layer: averages, standard.

Before this: `one` has let the move and its layers pass. After this: it hands the answer out. The same kernel as for
many, on a few lists of int.
"""

from collections.abc import Sequence

from lowmark.core.costing.methods import Method
from lowmark.core.costing.rows import COSTED, Pooled, Rows, Terms
from lowmark.core.costing.single import CostedOne, MoveToCost, OpenLayer, Short, Standard, flow_of
from lowmark.core.kinds.arithmetic import INT64_MAX, multiply_divide_round
from lowmark.core.kinds.problems import Problem


def require_pooled(method: Method, layers: Sequence[OpenLayer], move: MoveToCost, standard: Standard | None) -> None:
    """Raise the first Problem with what a pooled method needs.

    Raises: Problem ``several_open_layers``, ``no_standard``, ``bad_standard``, ``not_at_standard``.
    """
    where = {"move": move.move}
    if sum(layer.consumed_micro < layer.quantity_micro for layer in layers) > 1:
        raise Problem("several_open_layers", "the pool has more than one open layer, and its method takes one",
                      hint="a change of method opens one layer with what is left of all", where=where)  # fmt: skip
    if method.needs == "standards":
        _require_standard(layers, move, standard)


def _require_standard(layers: Sequence[OpenLayer], move: MoveToCost, standard: Standard | None) -> None:
    where = {"move": move.move}
    if standard is None:
        raise Problem("no_standard", "the pool is costed at standard and has none",
                      hint="say what a quantity of it should cost", where=where)  # fmt: skip
    widths = {len(standard.values), *(len(layer.values) for layer in layers), len(move.values or standard.values)}
    in_range = 0 < standard.quantity_micro <= INT64_MAX and all(0 <= each <= INT64_MAX for each in standard.values)
    if len(widths) > 1 or not in_range:
        raise Problem("bad_standard", "a standard's quantity, value or number of components is out of range",
                      where=where)  # fmt: skip
    for layer in layers:
        if _left_of(layer) != _at_standard(layer.quantity_micro - layer.consumed_micro, standard):
            raise Problem("not_at_standard", "an open layer is valued at another standard",
                          hint="revalue what is on hand to the new standard, and bring it in so",
                          where={"layer": layer.layer, **where})  # fmt: skip


def _left_of(layer: OpenLayer) -> list[int]:
    quantity, consumed = layer.quantity_micro, layer.consumed_micro
    return [value - multiply_divide_round(value, consumed, quantity) for value in layer.values]


def _at_standard(quantity_micro: int, standard: Standard) -> list[int]:
    return [multiply_divide_round(value, quantity_micro, standard.quantity_micro) for value in standard.values]


def cost_one_pooled(
    method: Method, layers: Sequence[OpenLayer], move: MoveToCost, rows: Rows, standard: Standard | None
) -> CostedOne | Short:
    """Cost the move, which is the last of the rows; the others are the layers.

    Raises: OverflowError when the quantity or value on hand does not fit 64 bits.
    """
    n = len(rows.quantity)
    pooled = Pooled([0] * n, [0] * n, [0] * n, [0] * n, *([[0] * rows.components for _ in range(n)] for _ in range(3)))
    needed = ([standard.quantity_micro], standard.values) if standard is not None else ([], ())
    method.kernel(rows, Terms([1] * len(layers) + [0], [], *needed), pooled)
    if rows.status[-1] != COSTED:
        return Short(short_micro=rows.short[-1])

    number, flow = pooled.head[-1], tuple(pooled.flow[-1])
    opened = layers[number] if number < len(layers) else None
    came_now = pooled.last[number] == len(layers)
    now = OpenLayer(
        layer=move.move if opened is None else opened.layer,
        opened_on=move.accounting_on if opened is None or came_now else opened.opened_on,
        known_seq=move.known_seq if opened is None or came_now else opened.known_seq,
        quantity_micro=pooled.quantity[number],
        consumed_micro=pooled.consumed[number],
        values=tuple(pooled.value[number]),
    )
    varies = method.needs == "standards" and move.quantity_micro > 0
    return CostedOne(
        flows=(flow_of(move=move, layer=now.layer, quantity_micro=move.quantity_micro, values=flow),),
        changed=(now,),
        layers=(*layers[:number], now, *layers[number + 1 :]),
        variances=tuple(paid - taken for paid, taken in zip(move.values, flow, strict=True)) if varies else (),
    )
