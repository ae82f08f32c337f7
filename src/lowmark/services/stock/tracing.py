"""Walk from a lot back to what it was made of and bought from, and forward to what was made of it and who has it.

Before this: an open reader of every entity that whoever asks may see. After this: the `trace` query shows the steps, `recall`
holds what they lead to. A level is one question about the lots that the last one led to, each lot asked about once: a serial
number that is taken apart and put together again leads to itself, and the walk ends all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from lowmark.core.tables.locations import INTERNAL
from lowmark.store.session import Reader, Row
from lowmark.store.stock import traces

Way = Literal["back", "forward"]

Lot = tuple[int, int]
"""Item and lot, by their numbers: of one entity, for a lot is."""

MOST_STEPS = 5_000
"""No more steps than these are told: whoever needs more asks from a lot nearer to them."""

WORDS = {("vendor", "in"): "bought", ("vendor", "out"): "sent_back", ("customer", "out"): "sold", ("customer", "in"): "returned",
         ("scrap", "out"): "scrapped", ("opening", "in"): "taken_over"}  # fmt: skip
"""What a move between a place of ours and one outside is called; any other is an adjustment, or a use or make without an order."""

INCOMING, OUTGOING = ("bought", "taken_over"), ("sold", "sent_back", "scrapped")
"""Where goods came from, and where they went: what comes back from a customer is no origin, and is told going forward."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Goods that went from somewhere to somewhere: an edge of the trace.

    Domain: `level` is 0 for what happened to the lot asked about, below it going back and above it going forward.
            `source` and `target` are lots where they are named with an item, else a place or a party.
    """

    level: int
    what: str
    source: str
    target: str
    entity: str
    item: str
    item_id: int
    lot: str
    lot_id: int | None
    quantity_micro: int
    document: str
    on: date
    party: str


@dataclass(slots=True)
class Walk:
    """What a walk has found, and whether there was more than it went for."""

    steps: list[Step] = field(default_factory=list)
    reached: set[Lot] = field(default_factory=set)
    told: set[tuple[object, ...]] = field(default_factory=set)
    more: bool = False

    def tell(self, key: tuple[object, ...], step: Step) -> None:
        """Add a step once, whichever way and however often it is come by."""
        if key in self.told:
            return
        if len(self.steps) >= MOST_STEPS:
            self.more = True
            return
        self.told.add(key)
        self.steps.append(step)


def trace_lots(
    reader: Reader, entities: Sequence[int], start: Iterable[Lot], *, ways: Sequence[Way], levels: int
) -> Walk:
    """Return every step that leads to some lots and from them, at most so many levels away.

    Domain: `entities` may be seen by whoever asks; what another has done is no more than the name that ours gave it.
    """
    found, begins = Walk(), set(start)
    for way in ways:
        seen, frontier = set(begins), sorted(begins)
        for depth in range(levels + 1):
            if not frontier:
                break
            following = _level(reader, entities, frontier, way, depth, found, last=depth == levels)
            frontier = sorted(following - seen)
            seen |= following
        found.reached |= seen - begins
    found.steps.sort(key=lambda step: (step.level, step.on, step.document, step.source, step.target))
    return found


def _level(
    reader: Reader, entities: Sequence[int], frontier: list[Lot], way: Way, depth: int, found: Walk, *, last: bool
) -> set[Lot]:
    """Tell what happened to the lots of a level, and return the lots that it leads to."""
    moves = traces.moves_of_lots(reader, entities, frontier)
    level = depth if way == "forward" else -depth
    for move in moves:
        step = _moved(move, level)
        if step is not None and step.what not in (INCOMING if way == "forward" else OUTGOING):
            found.tell((move["id"],), step)
    made = [move for move in moves if move["production_id"] and (move["to_kind"] == "production") == (way == "forward")]
    traded = [move for move in moves if move["side"] == ("sale" if way == "forward" else "purchase")]
    if last:
        found.more = found.more or bool(made or traded)
        return set()
    return _made(reader, entities, made, way, level, found) | _traded(reader, entities, traded, way, level, found)


def _moved(move: Row, level: int) -> Step | None:
    """Return the step of a move by itself: between places, or to or from a party; none for a leg of a production."""
    if move["production_id"]:
        return None
    comes, goes = move["from_kind"] not in INTERNAL, move["to_kind"] not in INTERNAL
    goods, party = _goods(move), move["counterparty"] or ""
    outside = move["from_kind"] if comes else move["to_kind"]
    if move["owner"] != move["to_owner"]:
        what, source, target = "title", move["owner"] or move["entity"], move["to_owner"] or move["entity"]
        party = party or move["to_owner"] or move["owner"]
    elif not comes and not goes:
        what, source, target = "moved", move["from_path"], move["to_path"]
    else:
        what = WORDS.get((outside, "in" if comes else "out"), "adjusted" if outside == "adjustment" else outside)
        named = party or move["owner"] or (move["from_path"] if comes else move["to_path"])
        source, target = (named, goods) if comes else (goods, named)
        party = party or move["owner"] or (outside if outside in {"vendor", "customer"} else "")
    return _step(move, level, what, source, target, party)


def _made(reader: Reader, entities: Sequence[int], legs: list[Row], way: Way, level: int, found: Walk) -> set[Lot]:
    """Tell what lots were made of, or what was made of them, and return what that leads to."""
    orders = sorted({leg["production_id"] for leg in legs})
    others = traces.moves_of_productions(reader, entities, orders) if orders else []
    forward, following = way == "forward", set()
    for other in others:
        if (other["from_kind"] == "production") != forward:
            continue
        for leg in (one for one in legs if one["production_id"] == other["production_id"]):
            source, target = (_goods(leg), _goods(other)) if forward else (_goods(other), _goods(leg))
            step = _step(other, level + (1 if forward else -1), "made", source, target, "")
            found.tell(("made", source, target, step.document, other["id"]), step)
        if other["lot_id"] is not None:
            following.add((other["item_id"], other["lot_id"]))
    return following


def _traded(reader: Reader, entities: Sequence[int], sides: list[Row], way: Way, level: int, found: Walk) -> set[Lot]:
    """Tell which lot of another entity a lot was sold to, or bought from, and return what that leads to."""
    forward, following = way == "forward", set()
    names = sorted({str(one["reference"]) for one in sides})
    others = traces.other_sides(reader, entities, names, side="purchase" if forward else "sale") if names else []
    by_name = {(one["entity"], one["counterparty"], one["reference"]): one for one in sides}
    for other in others:
        mine = by_name.get((other["counterparty"], other["entity"], other["reference"]))
        if mine is None:
            continue
        source, target = (_goods(mine), _goods(other)) if forward else (_goods(other), _goods(mine))
        step = _step(other, level + (1 if forward else -1), "traded", source, target, other["counterparty"])
        found.tell(("traded", source, target, other["id"], mine["id"]), step)
        if other["lot_id"] is not None:
            following.add((other["item_id"], other["lot_id"]))
    return following


def _goods(move: Row) -> str:
    """Name the goods of a move: entity, item, and lot where there is one."""
    return f"{move['entity']} {move['item']}" + (f" {move['lot']}" if move["lot"] else "")


def _step(move: Row, level: int, what: str, source: str, target: str, party: str) -> Step:
    return Step(
        level=level, what=what, source=source, target=target, entity=move["entity"], item=move["item"],
        item_id=move["item_id"], lot=move["lot"],
        lot_id=move["lot_id"], quantity_micro=move["quantity_micro"], document=f"{move['document']}/{move['line']}",
        on=move["on_day"], party=party,
    )  # fmt: skip
