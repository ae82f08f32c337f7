"""Layers replay: cost every pool again from its moves, and compare each flow and each open layer to the unit and cent."""

from collections import defaultdict
from typing import Final

from lowmark.verify.brought import read_brought
from lowmark.verify.checked import Checked, Faults
from lowmark.verify.fifo import Replayed
from lowmark.verify.formulas import formulas
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows
from lowmark.verify.replays import METHODS, OF_OTHERS, ByDay, by_day, by_move, replay_pool, standards, trued_up
from lowmark.verify.stock import Pool, pools, read_moves

NAME: Final = "layers_replay"
MEANING: Final = "costing all moves anew, each pool by its method, gives every cost flow and open layer as they stand"

_SHOWN: Final = 5
"""So many differences of a pool are shown: one wrong move makes every later one differ."""

_METHODS: Final = """
SELECT cost_basis_id AS basis, item_id, method FROM valuation_item_costing WHERE entity_id = %s
"""
_OF_BASIS: Final = "SELECT id AS basis, method FROM entities_cost_basis WHERE entity_id = %s"
_HOMELESS: Final = """
SELECT f.move_id FROM subledger_cost_flow f LEFT JOIN valuation_cost_pool p ON p.id = f.pool_id
WHERE f.cost_basis_id IN (SELECT id FROM entities_cost_basis WHERE entity_id = %s) AND p.id IS NULL ORDER BY f.id
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Replay every pool of every basis."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    moves = read_moves(reader, entity_id)
    brought, at_standard = read_brought(reader, entity_id, moves), standards(reader, entity_id)
    methods = {(row["basis"], row["item_id"]): row["method"] for row in reader.rows(_METHODS, [entity_id])}
    periods = trued_up(reader, entity_id)
    of_basis = {row["basis"]: row["method"] for row in reader.rows(_OF_BASIS, [entity_id])}
    by_change, first = formulas(reader, entity_id)
    for pool in pools(reader, entity_id, moves):
        examined += len(pool.flows)
        key = pool.basis or 0, pool.item or 0
        said = OF_OTHERS if pool.owner else by_change.get((pool.item or 0, pool.change)) if pool.change else first.get(
            pool.item or 0, methods.get(key, of_basis.get(key[0], pool.method))
        )  # fmt: skip
        if pool.method not in METHODS and pool.basis is not None:
            faults.add("{} costs by {}, which cannot be replayed", names("pool", pool.id), pool.method)
            continue
        if pool.method != said:
            faults.add(
                "{} costs by {}, and its item by {}",
                names("pool", pool.id),
                pool.method,
                said or "no change of formula",
            )
        if pool.method == "standard" and key not in at_standard:
            faults.add("{} costs at standard, and has none", names("pool", pool.id))
            continue
        told = replay_pool(pool, brought, at_standard.get(key), periods=periods)
        days = by_day(pool, brought, at_standard.get(key), told, periods)
        if pool.method == "weighted_average":
            pool = by_move(pool)
        _check_pool(pool, told, days, faults, names)
    for flow in reader.rows(_HOMELESS, [entity_id]):
        faults.add("a cost flow of {} is in no pool", names("move", flow["move_id"]))
    return faults.checked(examined)


def _check_pool(pool: Pool, told: Replayed, days: ByDay, faults: Faults, names: Names) -> None:
    """Compare one pool with its replay; past a few differences only their number is said."""
    own = Faults()
    for move, missing in told.short:
        own.add("{} of {} takes {} more than there was", names("move", move["id"]), on(move["accounting_on"]),
                quantity(missing))  # fmt: skip
    for flow in pool.flows:
        if flow["cost_basis_id"] != pool.basis:
            own.add("a cost flow of {} is in a pool of another basis", names("move", flow["move_id"]))
    revalued = [flow for flow in pool.flows if flow["kind"] == "revalue"]
    of_moves = [flow for flow in pool.flows if flow["kind"] != "revalue"]
    _compare_flows(told, days, {move["id"]: move for move in pool.moves}, of_moves, own, names)
    _compare_revalued(told, revalued, own, names)
    _compare_layers(told, pool.layers, own, names)
    for fault in own.said[:_SHOWN]:
        faults.add("{}: {}", names("pool", pool.id), fault)
    if own.found > _SHOWN:
        faults.add("{}: and {} more differences", names("pool", pool.id), own.found - _SHOWN)


def _compare_flows(
    told: Replayed, days: ByDay, moves: dict[int, Row], flows: list[Row], own: Faults, names: Names
) -> None:
    """Compare flows with what the moves come to: of each move and layer, the flow and all of its adjustments together."""
    by_key: defaultdict[tuple[int, int], list[Row]] = defaultdict(list)
    for flow in flows:
        by_key[flow["move_id"], flow["layer_move_id"]].append(flow)
    for key, rows in by_key.items():
        move, expected = moves.get(key[0]), told.flows.pop(key, None)
        found = _together(rows, expected)
        if found[1:] == (0, 0) and expected is None and move is not None:
            expected = found  # What was adjusted to nothing took from a layer that it no longer takes from.
        if move is None or expected is None:
            own.add("{} is recorded, which no move explains", _words(found, *key, names))
        elif found != expected:
            own.add("{} is recorded, and should be {}", _words(found, *key, names), _words(expected, *key, names))
        else:
            _compare_days(rows, move, days.flows.get(key, {}), found, own, names)
    for key, expected in told.flows.items():
        own.add("{} is missing", _words(expected, *key, names))


def _compare_revalued(told: Replayed, flows: list[Row], own: Faults, names: Names) -> None:
    """Compare what was revalued to other standards, layer by layer and day by day, under the standard that asked for it."""
    found: defaultdict[tuple[int, int], list[Row]] = defaultdict(list)
    for flow in flows:
        found[flow["layer_move_id"], flow["accounting_on"]].append(flow)
    for key in sorted(found.keys() | told.revalued.keys()):
        rows, (seq, expected) = found.get(key, []), told.revalued.get(key, (0, 0))
        value = sum(row["value_minor"] for row in rows)
        is_formed = all(
            row["known_seq"] >= seq and row["move_id"] == key[0] and row["quantity_micro"] == 0 for row in rows
        )
        if value != expected or not is_formed:
            own.add("layer {} is revalued on {} by {}, and should be by {}", names("move", key[0]), on(key[1]),
                    names.money(value), names.money(expected))  # fmt: skip


def _together(rows: list[Row], expected: tuple[str, int, int] | None) -> tuple[str, int, int]:
    """Return what a flow comes to with its adjustments; where a layer was only reached by one, of the kind expected."""
    kinds = [row["kind"] for row in rows if row["kind"] != "adjust"]
    kind = kinds[0] if kinds else expected[0] if expected else "adjust"
    return kind, sum(row["quantity_micro"] for row in rows), sum(row["value_minor"] for row in rows)


def _compare_days(
    rows: list[Row], move: Row, days: dict[int, int], found: tuple[str, int, int], own: Faults, names: Names
) -> None:
    """See that a flow came to be known with its move, and adjustments later, and that each day has what counts on it."""
    counts: defaultdict[int, int] = defaultdict(int)
    words = _words(found, rows[0]["move_id"], rows[0]["layer_move_id"], names)
    for row in rows:
        counts[row["accounting_on"]] += row["value_minor"]
        later = row["accounting_on"] > move["accounting_on"]
        if row["kind"] != "adjust":
            is_known, is_there = row["known_seq"] == move["known_seq"], not later
        else:
            is_known = row["known_seq"] > move["known_seq"] or (later and row["known_seq"] == move["known_seq"])
            is_there = not later or row["quantity_micro"] == 0
        if row["accounting_on"] < move["accounting_on"] or not is_known or not is_there:
            own.add(
                "{} is recorded on {}, and its move on {}", words, on(row["accounting_on"]), on(move["accounting_on"])
            )
    for day in sorted(counts.keys() | days.keys()):
        if counts[day] != days.get(day, 0):
            own.add("{} counts for {} on {}, and should for {}", words, names.money(counts[day]), on(day),
                    names.money(days.get(day, 0)))  # fmt: skip


def _words(flow: tuple[str, int, int], move: int, layer: int, names: Names) -> str:
    """Return a flow in words."""
    kind, flowed, value = flow
    of = (
        ""
        if kind == "receipt" and move == layer
        else f" {'into' if flowed > 0 else 'from'} layer {names('move', layer)}"
    )
    return f"the {kind.replace('_', '-')} of {quantity(abs(flowed))} for {names.money(abs(value))} by {names('move', move)}{of}"


def _compare_layers(told: Replayed, layers: list[Row], own: Faults, names: Names) -> None:
    """Compare the cache of open layers with what is left."""
    found = {layer["layer_move_id"]: _state(layer) for layer in layers}
    expected = {
        layer.move["id"]: {
            "opened_on": layer.last["accounting_on"],
            "received_on": layer.move["effective_on"] if layer.move["received_on"] is None else layer.move["received_on"],
            "known_seq": layer.last["known_seq"], "quantity_micro": layer.quantity, "value_minor": layer.value,
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
