"""Cost a single move: the same kernel on a few lists of int, for posting, importing no frames and no compiler.

Before this: the store reads the open layers of one pool. After this: the journal takes the flows, the store the layers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lowmark.core.costing import methods
from lowmark.core.costing.rows import COSTED, Flows, Rows
from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLayer:
    """What one receipt brought into a pool, as it came, and how much of it has gone; ``layer`` is its move."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class CostFlow:
    """A change of one layer's quantity and value: positive on receipts, negative on issues."""

    layer: int
    move: int
    kind: Literal["receipt", "issue"]
    accounting_on: int
    known_seq: int
    quantity_micro: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostedOne:
    """What the move cost, the layers that it changed or brought in, and all layers after it."""

    flows: tuple[CostFlow, ...]
    changed: tuple[OpenLayer, ...]
    layers: tuple[OpenLayer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """The move was refused: so much is missing, and nothing was taken."""

    short_micro: int


def cost_one(*, layers: Sequence[OpenLayer], move: MoveToCost, method: str = "fifo") -> CostedOne | Short:
    """Cost one move of one pool from its layers, in whatever order they are given.

    Units:  millionths of the base unit; minor units.
    Domain: the move is later, by (day, known_seq), than every layer; used-up layers may be left out.
    Raises: Problem for a move or layer that cannot be costed, ``layer_after_move`` or ``quantity_overflow``.

    >>> layer = OpenLayer(layer=10, opened_on=20000, known_seq=1, quantity_micro=3_000_000, values=(100,))
    >>> issue = MoveToCost(move=11, accounting_on=20001, known_seq=2, quantity_micro=-1_000_000)
    >>> costed = cost_one(layers=[layer], move=issue)
    >>> costed.flows[0].values, costed.changed[0].consumed_micro
    ((-33,), 1000000)
    >>> cost_one(layers=[], move=issue)
    Short(short_micro=1000000)
    """
    kernel = methods.find(method)
    ordered = sorted(layers, key=lambda each: (each.opened_on, each.known_seq, each.layer))
    _require(ordered, move)

    rows, flows = _room(ordered, move)
    try:
        written = kernel(rows, flows)
    except OverflowError:
        raise Problem("quantity_overflow", "the quantity on hand of the pool does not fit 64 bits",
                      hint="a quantity is in millionths of the base unit: check the unit") from None  # fmt: skip

    if rows.status[-1] != COSTED:
        return Short(short_micro=rows.short[-1])
    if move.quantity_micro > 0:
        return _received(ordered, move)
    return _issued(ordered, move, rows, flows, written)


def _require(layers: Sequence[OpenLayer], move: MoveToCost) -> None:
    """Raise the first Problem that a move and its layers have."""
    where = {"move": move.move}
    if move.quantity_micro == 0 or abs(move.quantity_micro) > INT64_MAX:
        raise Problem("bad_quantity", "a move has a quantity of zero, or out of range", where=where)
    if move.quantity_micro < 0 and any(move.values):
        raise Problem("value_on_issue", "an issue has a value", hint="leave it empty", where=where)
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


def _room(layers: Sequence[OpenLayer], move: MoveToCost) -> tuple[Rows, Flows]:
    """Lay the layers and then the move out as the rows of one pool."""
    n = len(layers) + 1
    width = len(layers[0].values) if layers else len(move.values)
    rows = Rows(
        starts=[0, n],
        quantity=[*(layer.quantity_micro for layer in layers), move.quantity_micro],
        components=width,
        value=[*(layer.values for layer in layers), move.values or (0,) * width],
        consumed=[*(layer.consumed_micro for layer in layers), 0],
        status=[0] * n,
        short=[0] * n,
    )
    return rows, Flows([0] * n, [0] * n, [0] * n, [[0] * width for _ in range(n)])


def _received(layers: Sequence[OpenLayer], move: MoveToCost) -> CostedOne:
    came = OpenLayer(
        layer=move.move,
        opened_on=move.accounting_on,
        known_seq=move.known_seq,
        quantity_micro=move.quantity_micro,
        values=move.values,
    )
    flow = _flow(move, "receipt", move.move, move.quantity_micro, move.values)
    return CostedOne(flows=(flow,), changed=(came,), layers=(*layers, came))


def _issued(layers: Sequence[OpenLayer], move: MoveToCost, rows: Rows, flows: Flows, written: int) -> CostedOne:
    after = tuple(
        layer if gone == layer.consumed_micro else replace(layer, consumed_micro=gone)
        for layer, gone in zip(layers, rows.consumed[:-1], strict=True)
    )
    taken = tuple(
        _flow(
            move, "issue", layers[flows.layer[each]].layer, -flows.quantity[each],
            tuple(-value for value in flows.value[each]),
        )
        for each in range(written)
    )  # fmt: skip
    changed = tuple(now for now, then in zip(after, layers, strict=True) if now is not then)
    return CostedOne(flows=taken, changed=changed, layers=after)


def _flow(
    move: MoveToCost, kind: Literal["receipt", "issue"], layer: int, quantity_micro: int, values: tuple[int, ...]
) -> CostFlow:
    return CostFlow(
        layer=layer,
        move=move.move,
        kind=kind,
        accounting_on=move.accounting_on,
        known_seq=move.known_seq,
        quantity_micro=quantity_micro,
        values=values,
    )
