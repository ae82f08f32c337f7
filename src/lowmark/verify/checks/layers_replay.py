"""Layers replay: cost every pool again from its moves, and compare each flow and each open layer to the unit and cent."""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.fifo import Replayed, replay
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import Pool, bases, pools, read_moves

NAME: Final = "layers_replay"
MEANING: Final = "costing all moves anew, first in, first out, gives every cost flow and every open layer as they stand"

_SHOWN: Final = 5
"""So many differences of a pool are shown: one wrong move makes every later one differ."""

_HOMELESS: Final = """
SELECT f.move_id FROM subledger_cost_flow f LEFT JOIN valuation_cost_pool p ON p.id = f.pool_id
WHERE f.cost_basis_id IN (SELECT id FROM entities_cost_basis WHERE entity_id = %s) AND p.id IS NULL ORDER BY f.id
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Replay every pool of every basis."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    for basis in bases(reader, entity_id):
        if basis["method"] != "fifo":
            faults.add("the basis {} costs by {}, which cannot be replayed", basis["code"], basis["method"])
    for pool in pools(reader, entity_id, read_moves(reader, entity_id)):
        _check_pool(pool, faults, names)
        examined += len(pool.flows)
    for flow in reader.rows(_HOMELESS, [entity_id]):
        faults.add("a cost flow of {} is in no pool", names("move", flow["move_id"]))
    return faults.checked(examined)


def _check_pool(pool: Pool, faults: Faults, names: Names) -> None:
    """Compare one pool with its replay; past a few differences only their number is said."""
    told = replay(pool.moves)
    own = Faults()
    for move, missing in told.short:
        own.add("{} of {} takes {} more than there was", names("move", move["id"]), on(move["accounting_on"]),
                quantity(missing))  # fmt: skip
    for flow in pool.flows:
        if flow["cost_basis_id"] != pool.basis:
            own.add("a cost flow of {} is in a pool of another basis", names("move", flow["move_id"]))
    _compare_flows(told, {move["id"]: move for move in pool.moves}, pool.flows, own, names)
    _compare_layers(told, pool.layers, own, names)
    for fault in own.said[:_SHOWN]:
        faults.add("{}: {}", names("pool", pool.id), fault)
    if own.found > _SHOWN:
        faults.add("{}: and {} more differences", names("pool", pool.id), own.found - _SHOWN)


def _compare_flows(told: Replayed, moves: dict[int, Row], flows: list[Row], own: Faults, names: Names) -> None:
    """Compare flows with what the moves come to."""
    for flow in flows:
        key = flow["move_id"], flow["layer_move_id"]
        move, expected = moves.get(flow["move_id"]), told.flows.pop(key, None)
        found = flow["kind"], flow["quantity_micro"], flow["value_minor"]
        if move is None or expected is None:
            own.add("{} is recorded, which no move explains", _words(found, *key, names))
        elif found != expected:
            own.add("{} is recorded, and should be {}", _words(found, *key, names), _words(expected, *key, names))
        elif (flow["accounting_on"], flow["known_seq"]) != (move["accounting_on"], move["known_seq"]):
            own.add("{} is recorded on {}, and its move on {}", _words(found, *key, names), on(flow["accounting_on"]),
                    on(move["accounting_on"]))  # fmt: skip
    for key, expected in told.flows.items():
        own.add("{} is missing", _words(expected, *key, names))


def _words(flow: tuple[str, int, int], move: int, layer: int, names: Names) -> str:
    """Return a flow in words."""
    kind, flowed, value = flow
    of = "" if kind == "receipt" else f" from layer {names('move', layer)}"
    return f"the {kind} of {quantity(abs(flowed))} for {names.money(abs(value))} by {names('move', move)}{of}"


def _compare_layers(told: Replayed, layers: list[Row], own: Faults, names: Names) -> None:
    """Compare the cache of open layers with what is left."""
    found = {layer["layer_move_id"]: _state(layer) for layer in layers}
    expected = {
        layer.move["id"]: {
            "opened_on": layer.move["accounting_on"],
            "received_on": layer.move["effective_on"] if layer.move["received_on"] is None else layer.move["received_on"],
            "known_seq": layer.move["known_seq"], "quantity_micro": layer.quantity, "value_minor": layer.value,
            "consumed_micro": layer.consumed,
        }
        for layer in told.layers if layer.consumed < layer.quantity
    }  # fmt: skip
    for layer in sorted(found.keys() | expected.keys()):
        if layer not in found:
            own.add("open layer {} is missing from the cache", names("move", layer))
        elif layer not in expected:
            own.add("layer {} is in the cache, and is not open", names("move", layer))
        elif found[layer] != expected[layer]:
            said = [f"{name} {found[layer][name]}, not {value}" for name, value in expected[layer].items()
                    if found[layer][name] != value]  # fmt: skip
            own.add("layer {} stands in the cache with {}", names("move", layer), ", ".join(said))


def _state(layer: Row) -> Row:
    """Return what the cache says of a layer."""
    return {name: value for name, value in layer.items() if name not in {"pool_id", "layer_move_id"}}
