"""Recall lots of an item."""

from collections.abc import Iterator

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.recall import OPERATION, Line, Request, Response
from lowmark.services.stock.holding import ToHold, hold_lots
from lowmark.store.session import Writer

LOTS = """
SELECT l.code FROM items_lot l JOIN items_item i ON i.id = l.item_id
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


def recall(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Hold the lots, and list where they are.

    Locks:  every pool of the item; the entity clock last.
    Raises: Problem `no_reason`, `not_found`.
    """
    if not request.because.strip():
        raise Problem("no_reason", "nobody says what was found", hint="give because")
    entity = granted.entity

    def work(writer: Writer) -> Done:
        lots = [lot.strip() for lot in request.lots.split(",") if lot.strip()] or [
            row["code"] for row in writer.rows(LOTS, [entity.id, entity.catalogue_id, request.item])
        ]
        if not lots:
            raise Problem("not_found", f"{request.item} has no lots", hint="hold the item as a whole")
        asked = ToHold(document=request.document, item=request.item, lots=lots, reason="recall", words=request.because,
                       on=request.recalled_on)  # fmt: skip
        held, clock = hold_lots(writer, granted, asked)
        lines = [
            *_lines(writer, "here", HERE, request, granted, lots),
            *_lines(writer, "gone", GONE, request, granted, lots),
        ]
        response = Response(
            entity=entity.code, document=request.document, item=request.item, lots=held, cases=len(held),
            here_micro=sum(line.quantity_micro for line in lines if line.what == "here"),
            gone_micro=sum(line.quantity_micro for line in lines if line.what == "gone"), lines=tuple(lines),
        )  # fmt: skip
        return Done(response, f"recall {request.document}", because=request.because, clock=clock)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _lines(writer: Writer, what: str, sql: str, request: Request, granted: Granted, lots: list[str]) -> Iterator[Line]:
    """Yield where goods of the lots are, or by what they left."""
    for row in writer.rows(sql, [granted.entity.id, request.item]):
        if row["lot"] in lots and row["quantity_micro"]:
            yield Line(lot=row["lot"], what=what, place=row["place"], quantity_micro=row["quantity_micro"])
