"""Allowance replay: set and release every allowance again, layer by layer, and compare each exit and the open states."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from lowmark.verify.allowances import SETS, TAKES, Told, replay
from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows, spans

NAME: Final = "allowance_replay"
MEANING: Final = "exits released what they would have, had every run been posted at its date; 0 <= allowance <= cost"

_COUNTS: Final = """
SELECT f.pool_id AS n, count(*) AS rows FROM subledger_cost_flow f
WHERE f.pool_id IN (SELECT pool_id FROM subledger_allowance_move WHERE book_id = %s)
GROUP BY f.pool_id ORDER BY f.pool_id
"""
_MOVES: Final = """
SELECT a.id, a.pool_id, a.layer_move_id, a.kind, a.reason, a.fiscal_year, a.accounting_on, a.known_seq, a.amount_minor,
  a.base_micro, a.cause_move_id, p.kind AS to_kind
FROM subledger_allowance_move a
LEFT JOIN stock_stock_move m ON m.id = a.cause_move_id LEFT JOIN items_location p ON p.id = m.to_location_id
WHERE a.book_id = %s AND a.pool_id BETWEEN %s AND %s
ORDER BY a.pool_id, a.layer_move_id, a.accounting_on, a.known_seq, a.id
"""
_FLOWS: Final = """
SELECT f.pool_id, f.layer_move_id, f.move_id, f.accounting_on, f.known_seq, f.quantity_micro, f.value_minor
FROM valuation_cost_pool p CROSS JOIN subledger_cost_flow f
WHERE f.pool_id = p.id AND p.entity_id = %s AND p.id BETWEEN %s AND %s AND EXISTS (
  SELECT 1 FROM subledger_allowance_move a
  WHERE a.book_id = %s AND a.pool_id = f.pool_id AND a.layer_move_id = f.layer_move_id
)
ORDER BY f.pool_id, f.layer_move_id, f.accounting_on, f.known_seq, f.id
"""
_CACHE: Final = """
SELECT pool_id, layer_move_id, reason, fiscal_year, amount_minor, base_micro, released_micro
FROM subledger_layer_allowance WHERE book_id = %s AND pool_id BETWEEN %s AND %s
"""
_Layer = tuple[int, int]


def check(reader: Rows, entity_id: int) -> Checked:
    """Replay every layer that was ever written down, in every book."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    for book in reader.rows("SELECT id FROM entities_book WHERE entity_id = %s ORDER BY id", [entity_id]):
        for span in spans(reader.rows(_COUNTS, [book["id"]])):
            asked = [book["id"], *span]
            cache = {_layer(row): row for row in reader.rows(_CACHE, asked)}
            flows = _grouped(reader.rows(_FLOWS, [entity_id, *span, book["id"]]))
            for layer, own in _grouped(reader.rows(_MOVES, asked)).items():
                _check_layer(own, flows.get(layer, []), cache.pop(layer, None), faults, names)
                examined += len(own)
            for pool, move in cache:
                faults.add("layer {} of {} carries an allowance in the cache, and none was ever charged",
                           names("move", move), names("pool", pool))  # fmt: skip
    return faults.checked(examined)


def _layer(row: Row) -> _Layer:
    """Return which layer a row is of."""
    return row["pool_id"], row["layer_move_id"]


def _grouped(rows: list[Row]) -> dict[_Layer, list[Row]]:
    """Return rows by layer."""
    return {layer: list(own) for layer, own in groupby(rows, key=_layer)}


def _check_layer(moves: list[Row], flows: list[Row], cached: Row | None, faults: Faults, names: Names) -> None:
    """Compare one layer with its replay."""
    exits = [flow for flow in flows if flow["quantity_micro"] < 0]
    settings = [move for move in moves if move["kind"] in SETS]
    came = sum(flow["quantity_micro"] for flow in flows if flow["quantity_micro"] > 0)
    told = replay(settings=settings, exits=exits, quantity=came)
    pool, layer = _layer(moves[0])
    where = f"layer {names('move', layer)} of {names('pool', pool)}"
    for words in (
        *_forms(moves, {flow["move_id"]: flow["accounting_on"] for flow in exits}, names),
        *_bases(told, names),
        *_releases(told, moves, names),
        *_bounds(moves, flows, names),
        *_cache(told, cached, names),
    ):
        faults.add("{}: {}", where, words)


def _forms(moves: list[Row], exits: dict[int, int], names: Names) -> Iterator[str]:
    """Yield what is wrong with allowance moves by themselves: their kind, sign, cause and day."""
    for move in moves:
        kind, amount, cause = move["kind"], move["amount_minor"], move["cause_move_id"]
        said = f"the {kind} of {names.money(abs(amount))} on {on(move['accounting_on'])}"
        if kind not in SETS | TAKES:
            yield f"{said} is of a kind that nothing posts"
        elif (amount > 0) != (kind in {"charge", "restore"}):
            yield f"{said} has the wrong sign"
        elif kind in SETS and (cause is not None or move["base_micro"] is None):
            yield f"{said} does not say on which quantity it was set"
        elif kind in TAKES and cause not in exits:
            yield f"{said} is for {names('move', cause)}, which took nothing from the layer"
        elif kind in TAKES and exits[cause] != move["accounting_on"]:
            yield f"{said} counts on another day than {names('move', cause)}, which caused it"
        elif kind in {"release", "use"} and (kind == "release") != (move["to_kind"] == "customer"):
            yield f"{said} is not what goods that went to {move['to_kind']} do"


def _bases(told: Told, names: Names) -> Iterator[str]:
    """Yield settings that were made on another quantity than the layer then held."""
    for setting, left in told.wrong_base:
        yield (
            f"the {setting['kind']} of {names.money(abs(setting['amount_minor']))} on {on(setting['accounting_on'])} was"
            f" set on {quantity(setting['base_micro'] or 0)}, and {quantity(left)} were left on that day"
        )


def _releases(told: Told, moves: list[Row], names: Names) -> Iterator[str]:
    """Yield exits that released another amount than they should have."""
    found: defaultdict[int, int] = defaultdict(int)
    for move in moves:
        if move["kind"] in TAKES and move["cause_move_id"] is not None:
            found[move["cause_move_id"]] -= move["amount_minor"]
    for cause in sorted(found.keys() | told.released.keys()):
        released, expected = found.get(cause, 0), told.released.get(cause, 0)
        if released != expected:
            yield f"{names('move', cause)} released {names.money(released)}, and should have {names.money(expected)}"


def _bounds(moves: list[Row], flows: list[Row], names: Names) -> Iterator[str]:
    """Yield the first day at whose end the allowance is below nothing or above cost."""
    changes: defaultdict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for move in moves:
        held, cost = changes[move["accounting_on"]]
        changes[move["accounting_on"]] = held + move["amount_minor"], cost
    for flow in flows:
        held, cost = changes[flow["accounting_on"]]
        changes[flow["accounting_on"]] = held, cost + flow["value_minor"]
    held, cost = 0, 0
    for day, (more_held, more_cost) in sorted(changes.items()):
        held, cost = held + more_held, cost + more_cost
        if not 0 <= held <= cost:
            yield f"at the end of {on(day)} the allowance is {names.money(held)} on a cost of {names.money(cost)}"
            return


def _cache(told: Told, cached: Row | None, names: Names) -> Iterator[str]:
    """Yield how the cache differs from what the replay ends with."""
    held, last = told.held, told.last
    is_open = last is not None and held.amount > 0 and held.gone < held.base
    expected = (held.amount, held.base, held.gone)
    found = (cached["amount_minor"], cached["base_micro"], cached["released_micro"]) if cached else None
    if found is None:
        if is_open:
            yield f"the cache has no allowance, and {names.money(held.value())} are held"
    elif not is_open:
        yield f"the cache has an allowance of {names.money(found[0])}, and nothing is held"
    elif found != expected:
        yield f"the cache says {_state(found, names)}, and it is {_state(expected, names)}"
    elif cached and last and _why(cached) != _why(last):
        yield f"the cache says {_why(cached)}, and it was set for {_why(last)}"


def _state(state: tuple[int, int, int], names: Names) -> str:
    """Return the state of an allowance in words."""
    amount, base, gone = state
    return f"{names.money(amount)} on {quantity(base)}, {quantity(gone)} gone"


def _why(row: Row) -> str:
    """Return why an allowance was charged, and when."""
    return f"{row['reason']} of {row['fiscal_year']}"
