"""Cost a single move: the same kernel on a few lists of int, for posting, importing no frames and no compiler.

Before this: the store reads the open layers of one pool. After this: the journal takes the flows, the store the layers.
"""

from collections.abc import Sequence
from dataclasses import replace

from lowmark.core.costing import methods
from lowmark.core.costing.one_pooled import cost_one_pooled, require_pooled
from lowmark.core.costing.rows import COSTED, Flows, Rows
from lowmark.core.costing.single import CostedOne, CostFlow, MoveToCost, OpenLayer, Short, Standard, flow_of
from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.problems import Problem

__all__ = ["CostFlow", "CostedOne", "MoveToCost", "OpenLayer", "Short", "Standard", "cost_one"]


def cost_one(
    *, layers: Sequence[OpenLayer], move: MoveToCost, method: str = "fifo", standard: Standard | None = None
) -> CostedOne | Short:
    """Cost one move of one pool from its layers, in whatever order they are given.

    Units:  millionths of the base unit; minor units.
    Domain: the move is later, by (day, known_seq), than every layer; used-up layers may be left out.
    Raises: Problem for a move or layer that cannot be costed, ``layer_after_move`` or ``quantity_overflow``; in a
            pooled method ``several_open_layers``, ``no_standard`` or ``not_at_standard``; in a periodic one
            ``whole_periods``, for it cannot cost a move by itself.

    >>> layer = OpenLayer(layer=10, opened_on=20000, known_seq=1, quantity_micro=3_000_000, values=(100,))
    >>> issue = MoveToCost(move=11, accounting_on=20001, known_seq=2, quantity_micro=-1_000_000)
    >>> costed = cost_one(layers=[layer], move=issue)
    >>> costed.flows[0].values, costed.changed[0].consumed_micro
    ((-33,), 1000000)
    >>> cost_one(layers=[], move=issue)
    Short(short_micro=1000000)
    """
    found = methods.find(method)
    ordered = sorted(layers, key=lambda each: (each.opened_on, each.known_seq, each.layer))
    _require(ordered, move)
    if found.needs == "period":
        raise Problem("whole_periods", "what a move costs is known when its period is over",
                      hint="cost the moves of whole periods together", where={"move": move.move})  # fmt: skip
    try:
        if found.family == "pooled":
            require_pooled(found, ordered, move, standard)
            return cost_one_pooled(found, ordered, move, _rows(ordered, move), standard)
        return _cost_layered(found, ordered, move)
    except OverflowError:
        raise Problem("quantity_overflow", "the quantity or value on hand of the pool does not fit 64 bits",
                      hint="a quantity is in millionths of the base unit: check the unit") from None  # fmt: skip


def _cost_layered(method: methods.Method, layers: Sequence[OpenLayer], move: MoveToCost) -> CostedOne | Short:
    rows, n = _rows(layers, move), len(layers) + 1
    flows = Flows([0] * n, [0] * n, [0] * n, [[0] * rows.components for _ in range(n)])
    written = method.kernel(rows, flows)
    if rows.status[-1] != COSTED:
        return Short(short_micro=rows.short[-1])
    if move.quantity_micro > 0:
        return _received(layers, move)
    return _issued(layers, move, rows, flows, written)


def _require(layers: Sequence[OpenLayer], move: MoveToCost) -> None:
    """Raise the first Problem that a move and its layers have."""
    where = {"move": move.move}
    if move.quantity_micro == 0 or abs(move.quantity_micro) > INT64_MAX:
        raise Problem("bad_quantity", "a move has a quantity of zero, or out of range", where=where)
    if move.quantity_micro < 0 and any(move.values):
        raise Problem("value_on_issue", "an issue has a value", hint="leave it empty", where=where)
    if move.kind == ("issue" if move.quantity_micro > 0 else "receipt"):
        raise Problem("bad_kind", "a move's kind goes against its sign", hint="leave it empty", where=where)
    if move.quantity_micro > 0 and not _are_values(move.values):
        raise Problem("bad_value", "a receipt has no value, a negative one, or one out of range", where=where)
    widths = {len(layer.values) for layer in layers} | ({len(move.values)} if move.quantity_micro > 0 else set())
    if len(widths) > 1:
        raise Problem("bad_components", "layers and move have different numbers of components", where=where)
    for layer in layers:
        in_range = 0 <= layer.consumed_micro <= layer.quantity_micro <= INT64_MAX and layer.quantity_micro > 0
        if not in_range or not _are_values(layer.values):
            raise Problem("bad_layer", "a layer's quantity, consumption or value is out of range",
                          where={"layer": layer.layer})  # fmt: skip
    if layers and (layers[-1].opened_on, layers[-1].known_seq) > (move.accounting_on, move.known_seq):
        raise Problem("layer_after_move", "an open layer is later than the move",
                      hint="cost again from layers as they stood before it",
                      where={"layer": layers[-1].layer, **where})  # fmt: skip


def _are_values(values: tuple[int, ...]) -> bool:
    return bool(values) and all(0 <= value <= INT64_MAX for value in values)


def _rows(layers: Sequence[OpenLayer], move: MoveToCost) -> Rows:
    """Lay the layers and then the move out as the rows of one pool."""
    n = len(layers) + 1
    width = len(layers[0].values) if layers else len(move.values)
    return Rows(
        starts=[0, n],
        quantity=[*(layer.quantity_micro for layer in layers), move.quantity_micro],
        components=width,
        value=[*([*layer.values] for layer in layers), [*move.values] or [0] * width],
        consumed=[*(layer.consumed_micro for layer in layers), 0],
        status=[0] * n,
        short=[0] * n,
    )


def _received(layers: Sequence[OpenLayer], move: MoveToCost) -> CostedOne:
    came = OpenLayer(
        layer=move.move,
        opened_on=move.accounting_on,
        known_seq=move.known_seq,
        quantity_micro=move.quantity_micro,
        values=move.values,
    )
    flow = flow_of(move=move, layer=move.move, quantity_micro=move.quantity_micro, values=move.values)
    return CostedOne(flows=(flow,), changed=(came,), layers=(*layers, came))


def _issued(layers: Sequence[OpenLayer], move: MoveToCost, rows: Rows, flows: Flows, written: int) -> CostedOne:
    after = tuple(
        layer if gone == layer.consumed_micro else replace(layer, consumed_micro=gone)
        for layer, gone in zip(layers, rows.consumed[:-1], strict=True)
    )
    taken = tuple(
        flow_of(
            move=move,
            layer=layers[flows.layer[each]].layer,
            quantity_micro=-flows.quantity[each],
            values=tuple(-value for value in flows.value[each]),
        )
        for each in range(written)
    )
    changed = tuple(now for now, then in zip(after, layers, strict=True) if now is not then)
    return CostedOne(flows=taken, changed=changed, layers=after)
