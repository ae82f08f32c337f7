"""Allowance replay: carry every allowance again, day by day, and compare what each move did and the open states."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final

from lowmark.verify.allowances import (
    AWAY,
    BACK,
    SETS,
    TRANSFER,
    WAYS,
    Amounts,
    Carried,
    Held,
    Label,
    Layer,
    Making,
    amounts,
)
from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import MONTH, Row, Rows, pages
from lowmark.verify.stock import CONDITION

NAME: Final = "allowance_replay"
MEANING: Final = "goods carried what they would have, had every run been posted at its date; 0 <= allowance <= cost"

_BOOKS: Final = "SELECT id, cost_basis_id FROM entities_book WHERE entity_id = %s ORDER BY id"
_ANY: Final = "SELECT count(*) AS n FROM subledger_allowance_move WHERE book_id = %s"
_MOVES: Final = """
SELECT a.id, a.pool_id, a.layer_move_id, a.kind, a.reason, a.fiscal_year, a.accounting_on, a.known_seq, a.amount_minor,
  a.base_micro, a.cause_move_id, a.entry_id, e.event
FROM subledger_allowance_move a LEFT JOIN ledger_entry e ON e.id = a.entry_id WHERE a.book_id = %s
"""
_FLOWS: Final = """
SELECT f.id, f.pool_id, f.layer_move_id, f.move_id, f.kind, f.accounting_on, m.accounting_on AS moved_on,
  coalesce(m.known_seq, f.known_seq) AS known_seq,
  f.quantity_micro, f.value_minor, CASE WHEN m.owner <> m.to_owner AND m.to_owner = '' THEN 'vendor' ELSE p.kind END AS from_kind,
  CASE WHEN m.owner <> m.to_owner AND m.owner = '' THEN 'customer' ELSE q.kind END AS to_kind,
  m.returns_move_id AS source, s.quantity_micro AS whole
FROM subledger_cost_flow f LEFT JOIN stock_stock_move m ON m.id = f.move_id
LEFT JOIN stock_stock_move s ON s.id = m.returns_move_id
LEFT JOIN items_location p ON p.id = m.from_location_id LEFT JOIN items_location q ON q.id = m.to_location_id
WHERE f.cost_basis_id = %s
"""
_AWAITED: Final = """
SELECT DISTINCT returns_move_id AS id FROM stock_stock_move WHERE entity_id = %s AND returns_move_id IS NOT NULL
"""
_MADE: Final = """
SELECT m.id, m.production_id, m.share_micro, p.kind, r.abnormal_micro FROM stock_stock_move m
JOIN stock_production r ON r.id = m.production_id JOIN items_location p ON p.id = m.from_location_id
WHERE m.entity_id = %s ORDER BY m.production_id, m.known_seq
"""
_CACHE: Final = """
SELECT pool_id, layer_move_id, reason, fiscal_year, amount_minor, base_micro, released_micro
FROM subledger_layer_allowance WHERE book_id = %s ORDER BY pool_id, layer_move_id
"""


_NOTHING: Final[Mapping[tuple[str, Label], int]] = MappingProxyType({})


def check(reader: Rows, entity_id: int) -> Checked:
    """Replay the allowances of every book."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    awaited = {row["id"] for row in reader.rows(_AWAITED, [entity_id])}
    makings = _makings(reader.rows(_MADE, [entity_id]))
    for book in reader.rows(_BOOKS, [entity_id]):
        carried = Carried(awaited, makings, {number for making in makings.values() for number in making.inputs})
        n = reader.rows(_ANY, [book["id"]])[0]["n"]
        if n:
            _Replay(carried, faults, names).run(reader, book)
        _check_cache(carried.held, reader.rows(_CACHE, [book["id"]]), faults, names)
        examined += n
    return faults.checked(examined)


def _makings(rows: list[Row]) -> dict[int, Making]:
    """Return the products of productions, by move."""
    found: dict[int, Making] = {}
    for _, legs in groupby(rows, key=lambda row: int(row["production_id"])):
        own = list(legs)
        inputs = tuple(row["id"] for row in own if row["kind"] != "production")
        products = [row for row in own if row["kind"] == "production" and row["share_micro"] is not None]
        weights = (*(row["share_micro"] for row in products), own[0]["abnormal_micro"])
        found |= {row["id"]: Making(inputs, weights, place) for place, row in enumerate(products)}
    return found


def _days(reader: Rows, sql: str, number: int) -> Iterator[tuple[int, list[Row]]]:
    """Yield rows day by day."""
    for page in pages(reader, sql, [number], key="accounting_on", stretch=MONTH):
        for day, rows in groupby(page, key=lambda row: int(row["accounting_on"])):
            yield day, list(rows)


def _in_step(
    flows: Iterator[tuple[int, list[Row]]], moves: Iterator[tuple[int, list[Row]]]
) -> Iterator[tuple[list[Row], list[Row]]]:
    """Yield the flows and the allowance moves of every day on which there are any."""
    flow, move = next(flows, None), next(moves, None)
    while flow or move:
        day = min(each[0] for each in (flow, move) if each)
        of_flow = flow[1] if flow and flow[0] == day else []
        of_move = move[1] if move and move[0] == day else []
        yield of_flow, of_move
        flow = next(flows, None) if of_flow else flow
        move = next(moves, None) if of_move else move


class _Replay:
    """One book, day by day."""

    def __init__(self, carried: Carried, faults: Faults, names: Names) -> None:
        self.carried, self.faults, self.names = carried, faults, names
        self.beyond: set[Layer] = set()

    def run(self, reader: Rows, book: Row) -> None:
        """Replay the book."""
        days = _in_step(_days(reader, _FLOWS, book["cost_basis_id"]), _days(reader, _MOVES, book["id"]))
        for flows, moves in days:
            changed = set[Layer]()
            for row in flows:
                if _comes_first(row):
                    self.carried.cost[_layer(row)] += row["value_minor"]
                    if row["kind"] != "revalue":
                        changed.add(_layer(row))
            flows = [row for row in flows if not _comes_first(row)]
            flowed: set[tuple[int, int, int | None]] = {
                (row["pool_id"], row["layer_move_id"], row["move_id"]) for row in flows
            } | {(*layer, None) for layer in changed}
            flows = _together(flows)
            flows.sort(key=lambda flow: (flow["known_seq"], flow["move_id"], flow["quantity_micro"] > 0, flow["id"]))
            moves.sort(key=lambda move: (move["known_seq"], move["id"]))
            self.carried.changes = amounts()
            for layer in sorted(changed):
                self.carried.bound(layer)
            for flow in flows:
                self.carried.flow(flow)
            found = self._recorded(moves, flowed)
            self._set([move for move in moves if move["kind"] in SETS])
            self._compare(found)
            self._bounds({_layer(row) for row in (*flows, *moves)})

    def _say(self, layer: Layer, words: str) -> None:
        """Note a fault of a layer."""
        self.faults.add("layer {} of {}: {}", self.names("move", layer[1]), self.names("pool", layer[0]), words)

    def _recorded(self, moves: list[Row], flowed: set[tuple[int, int, int | None]]) -> Amounts:
        """Add up what moves of stock are recorded to have done, and say what is wrong with it by itself."""
        found = amounts()
        for move in moves:
            for words in _form(move, flowed, self.names):
                said = f"the {move['kind']} of {self.names.money(abs(move['amount_minor']))} on {on(move['accounting_on'])}"
                self._say(_layer(move), f"{said} {words}")
            if move["kind"] not in SETS:
                way = TRANSFER if move["event"] is None else WAYS.get(move["event"], str(move["event"]))
                key = *_layer(move), move["cause_move_id"] or 0
                found[key][way, (move["fiscal_year"], move["reason"])] += move["amount_minor"]
        return found

    def _set(self, settings: list[Row]) -> None:
        """Set allowances at the end of the day, in the order in which they came to be known."""
        for setting in settings:
            layer = _layer(setting)
            left = self.carried.left.get(layer, 0)
            if setting["base_micro"] != left:
                self._say(layer, f"the {setting['kind']} of {self.names.money(abs(setting['amount_minor']))} on"
                          f" {on(setting['accounting_on'])} was set on {quantity(setting['base_micro'] or 0)}, and"
                          f" {quantity(left)} were left on that day")  # fmt: skip
            self.carried.set(setting, layer, left)

    def _compare(self, found: Amounts) -> None:
        """Compare what moves of stock did with what they should have done."""
        expected = self.carried.changes
        for key in sorted(found.keys() | expected.keys()):
            was, should = found.get(key, _NOTHING), expected.get(key, _NOTHING)
            for way, label in sorted(was.keys() | should.keys()):
                amount, wanted = was.get((way, label), 0), should.get((way, label), 0)
                if amount != wanted:
                    did = "carried" if way == TRANSFER else "released" if (wanted or amount) < 0 else "restored"
                    sign = -1 if did == "released" else 1
                    money = self.names.money
                    who = self.names("move", key[2]) if key[2] else "a change of cost"
                    self._say(key[:2], f"{who} {did} {money(sign * amount)} of {_why(label)},"
                              f" and should have {money(sign * wanted)}")  # fmt: skip

    def _bounds(self, layers: set[Layer]) -> None:
        """Say of a layer the first time that its allowance is below nothing or above cost at the end of a day."""
        for layer in sorted(layers - self.beyond):
            held, cost = self.carried.held.get(layer), self.carried.cost.get(layer, 0)
            if held is not None and not 0 <= held.value() <= cost:
                self.beyond.add(layer)
                self._say(
                    layer, f"the allowance is {self.names.money(held.value())} on a cost of {self.names.money(cost)}"
                )


def _comes_first(flow: Row) -> bool:
    """Say whether a flow comes before every move of its day: a roll, and what changes later of what goods cost."""
    return flow["kind"] == "revalue" or (flow["moved_on"] is not None and flow["moved_on"] < flow["accounting_on"])


def _together(flows: list[Row]) -> list[Row]:
    """Return what each move came to in each layer on a day: its flow with all adjustments; nothing where that is nothing."""
    found: dict[tuple[int, int, int], Row] = {}
    for flow in flows:
        key = flow["pool_id"], flow["layer_move_id"], flow["move_id"]
        row = found.setdefault(key, flow | {"quantity_micro": 0, "value_minor": 0})
        row["quantity_micro"] += flow["quantity_micro"]
        row["value_minor"] += flow["value_minor"]
        if row["kind"] == "adjust":
            row["kind"] = "re_pool" if {flow["from_kind"], flow["to_kind"]} <= CONDITION.keys() else flow["kind"]
    return [row for row in found.values() if row["quantity_micro"]]


def _layer(row: Row) -> Layer:
    """Return which layer a row is of."""
    return row["pool_id"], row["layer_move_id"]


def _form(move: Row, flowed: set[tuple[int, int, int | None]], names: Names) -> Iterator[str]:
    """Yield what is wrong with an allowance move by itself: its kind, sign, cause, day and event."""
    kind, amount, cause, event = move["kind"], move["amount_minor"], move["cause_move_id"], move["event"]
    if kind not in SETS | {"release", "use", "restore", TRANSFER}:
        yield "is of a kind that nothing posts"
    elif kind != TRANSFER and (amount > 0) != (kind in {"opening", "charge", "restore"}):
        yield "has the wrong sign"
    elif kind in SETS:
        if cause is not None or move["base_micro"] is None:
            yield "does not say on which quantity it was set"
    elif (*_layer(move), cause) not in flowed:
        who = names("move", cause) if cause else "a change of cost"
        yield f"is for {who}, which did nothing to the layer on that day"
    elif cause is None and event not in {AWAY["over"], BACK["over"]}:
        yield "is for a change of cost, which only releases what cost no longer bears"
    elif (kind == TRANSFER) != (move["entry_id"] is None):
        yield "is carried by an entry only if it is no transfer"
    elif kind != TRANSFER and event not in {each for each in (*AWAY.values(), *BACK.values()) if each.startswith(kind)}:
        yield f"is carried by an entry of {str(event).replace('_', ' ')}"


def _check_cache(held: dict[Layer, Held], cache: list[Row], faults: Faults, names: Names) -> None:
    """Compare the cache of open allowances with what the replay ends with."""
    cached = {_layer(row): row for row in cache}
    open_ = {layer: one for layer, one in held.items() if one.amount > 0 and one.gone < one.base}
    for layer in sorted(cached.keys() | open_.keys()):
        row, one = cached.get(layer), open_.get(layer)
        words = ""
        if row is None and one is not None:
            words = f"the cache has no allowance, and {names.money(one.value())} are held"
        elif row is not None and one is None:
            words = f"the cache has an allowance of {names.money(row['amount_minor'])}, and nothing is held"
        elif row is not None and one is not None:
            said = row["amount_minor"], row["base_micro"], row["released_micro"]
            label = row["fiscal_year"], row["reason"]
            if said != (one.amount, one.base, one.gone):
                words = (
                    f"the cache says {_state(said, names)}, and it is {_state((one.amount, one.base, one.gone), names)}"
                )
            elif label != one.label:
                words = f"the cache says {_why(label)}, and it stands for {_why(one.label)}"
        if words:
            faults.add("layer {} of {}: {}", names("move", layer[1]), names("pool", layer[0]), words)


def _state(state: tuple[int, int, int], names: Names) -> str:
    """Return the state of an allowance in words."""
    amount, base, gone = state
    return f"{names.money(amount)} on {quantity(base)}, {quantity(gone)} gone"


def _why(label: Label) -> str:
    """Return why an allowance was charged, and when."""
    return f"{label[1]} of {label[0]}"
