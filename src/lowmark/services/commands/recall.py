"""Recall lots of an item, and what was made of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.recall import OPERATION, Line, Request, Response
from lowmark.services.stock.holding import ToHold, hold_lots
from lowmark.services.stock.tracing import Lot, trace_lots
from lowmark.store.session import Writer
from lowmark.store.stock import kept

LOTS = """
SELECT l.id, l.code, l.item_id FROM items_lot l JOIN items_item i ON i.id = l.item_id
WHERE l.entity_id = %s AND i.catalogue_id = %s AND i.code = %s ORDER BY l.code
"""
HERE = """
SELECT l.code AS lot, p.path AS place, CAST(sum(s.quantity_micro) AS bigint) AS quantity_micro
FROM stock_stratum s JOIN items_lot l ON l.id = s.lot_id JOIN items_location p ON p.id = s.location_id
JOIN items_item i ON i.id = s.item_id
WHERE s.entity_id = %s AND i.code = %s GROUP BY l.code, p.path ORDER BY l.code, p.path
"""
GONE = """
SELECT l.code AS lot, m.document AS place, m.quantity_micro - CAST(coalesce(
    (SELECT sum(r.quantity_micro) FROM stock_stock_move r WHERE r.returns_move_id = m.id), 0) AS bigint) AS quantity_micro
FROM stock_stock_move m JOIN items_lot l ON l.id = m.lot_id JOIN items_item i ON i.id = m.item_id
JOIN items_location b ON b.id = m.to_location_id
WHERE m.entity_id = %s AND i.code = %s AND b.kind = 'customer' ORDER BY l.code, m.known_seq
"""
FARTHEST = 50


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of the lots: lots by item, the numbers of these items, and items that are not tracked."""

    lots: dict[str, list[str]]
    items: frozenset[int]
    untracked: tuple[str, ...]


def recall(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Hold the lots and what was made of them, and list where all of it is.

    Locks:  every pool of the items, by item; the entity clock last.
    Raises: Problem `no_reason`, `not_found`.
    """
    if not request.because.strip():
        raise Problem("no_reason", "nobody says what was found", hint="give because")
    entity = granted.entity

    def work(writer: Writer) -> Done:
        start = _asked(writer, granted, request)
        made = _locked(writer, granted, request, start)
        recalled = {request.item: sorted(code for code, _ in start)} | {
            item: lots for item, lots in sorted(made.lots.items()) if item != request.item
        }
        more_of_it = [lot for lot in made.lots.get(request.item, []) if lot not in recalled[request.item]]
        recalled[request.item] += more_of_it
        held: dict[str, tuple[str, ...]] = {}
        clock = (0, 0)
        for item, lots in recalled.items():
            asked = ToHold(document=request.document, item=item, lots=lots, reason="recall", words=request.because,
                           on=request.recalled_on)  # fmt: skip
            held[item], clock = hold_lots(writer, granted, asked)
        lines = [
            line for what, sql in (("here", HERE), ("gone", GONE)) for item, lots in recalled.items()
            for line in _lines(writer, what, sql, granted, item, lots)
        ]  # fmt: skip
        response = Response(
            entity=entity.code, document=request.document, item=request.item,
            lots=tuple(lot for lot in held[request.item] if lot not in more_of_it),
            made=tuple(f"{item}/{lot}" for item, lots in held.items() for lot in lots
                       if item != request.item or lot in more_of_it),
            untracked=made.untracked, cases=sum(map(len, held.values())),
            here_micro=sum(line.quantity_micro for line in lines if line.what == "here"),
            gone_micro=sum(line.quantity_micro for line in lines if line.what == "gone"), lines=tuple(lines),
        )  # fmt: skip
        return Done(response, f"recall {request.document}", because=request.because, clock=clock)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _asked(writer: Writer, granted: Granted, request: Request) -> list[tuple[str, Lot]]:
    """Return the lots that are recalled: those named, or all that there ever were.

    Raises: Problem `not_found`.
    """
    rows = writer.rows(LOTS, [granted.entity.id, granted.entity.catalogue_id, request.item])
    if not rows:
        raise Problem("not_found", f"{request.item} has no lots", hint="hold the item as a whole")
    there = {row["code"]: (row["item_id"], row["id"]) for row in rows}
    named = [lot.strip() for lot in request.lots.split(",") if lot.strip()] or list(there)
    for lot in named:
        if lot not in there:
            raise Problem("not_found", f"{request.item} has no lot {lot!r}", hint="give lots that have been received")
    return [(lot, there[lot]) for lot in named]


def _locked(writer: Writer, granted: Granted, request: Request, start: Sequence[tuple[str, Lot]]) -> Made:
    """Return what was made of the lots, with every item of it locked: what is made at this moment waits, or is in it."""
    locked: set[int] = set()
    while True:
        made = _made(writer, granted, start) if request.with_made else Made({}, frozenset(), ())
        wanted = made.items | {start[0][1][0]}
        if wanted <= locked:
            return made
        for item in sorted(wanted - locked):
            kept.lock_goods(writer, granted.entity.id, item)
        locked |= wanted


def _made(writer: Writer, granted: Granted, start: Sequence[tuple[str, Lot]]) -> Made:
    """Return what was made of lots in this entity, however many productions away."""
    found = trace_lots(writer, (granted.entity.id,), [lot for _, lot in start], ways=("forward",), levels=FARTHEST)
    lots: dict[str, list[str]] = {}
    numbers: dict[str, int] = {}
    for step in found.steps:
        if step.what == "made" and step.lot_id is not None:
            lots.setdefault(step.item, [])
            if step.lot not in lots[step.item]:
                lots[step.item].append(step.lot)
            numbers[step.item] = step.item_id
    untracked = {step.item for step in found.steps if step.what == "made" and step.lot_id is None}
    return Made(lots, frozenset(numbers.values()), tuple(sorted(untracked)))


def _lines(writer: Writer, what: str, sql: str, granted: Granted, item: str, lots: Sequence[str]) -> Iterator[Line]:
    """Yield where goods of the lots are, or by what they left."""
    for row in writer.rows(sql, [granted.entity.id, item]):
        if row["lot"] in lots and row["quantity_micro"]:
            yield Line(item=item, lot=row["lot"], what=what, place=row["place"], quantity_micro=row["quantity_micro"])
