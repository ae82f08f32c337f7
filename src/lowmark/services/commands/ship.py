"""Send goods to another place of ours."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.record_move import Response
from lowmark.services.operations.ship import OPERATION, Request
from lowmark.services.recording.asked import Asked, read_quantity
from lowmark.services.recording.desk import record_asked
from lowmark.services.recording.one import Written
from lowmark.services.stock.places import require_path
from lowmark.store.session import Writer

PLACE = "SELECT id, kind FROM items_location WHERE entity_id = %s AND path = %s"
MOVE = "SELECT id FROM stock_stock_move WHERE entity_id = %s AND document = %s AND line = %s"


def ship(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record that goods leave for another place, and where they are to arrive.

    Raises: Problem `bad_request`, `not_found`; as `record_asked` does.
    """
    require_path(request.via)
    entity_id = granted.entity.id

    def first(writer: Writer) -> None:
        there = writer.row(PLACE, [entity_id, request.to_location])
        if there is None or there["kind"] not in INTERNAL:
            raise Problem(
                "not_found", f"{granted.entity.code} has no place {request.to_location!r}", hint="add it first"
            )
        via = writer.row(PLACE, [entity_id, request.via])
        if via is None:
            number = writer.take_ids("location", 1)[0]
            writer.insert(
                "location", [{"id": number, "entity_id": entity_id, "path": request.via, "kind": "in_transit"}]
            )
        elif via["kind"] != "in_transit":
            raise Problem("bad_request", f"{request.via} is a {via['kind']}", hint="name a place that is in transit")

    def then(writer: Writer, written: Written) -> None:
        target = writer.row(PLACE, [entity_id, request.to_location])
        assert target is not None
        writer.insert("shipment", [{
            "id": writer.take_ids("shipment", 1)[0], "entity_id": entity_id, "to_location_id": target["id"],
            "move_id": writer.value(MOVE, [entity_id, request.document, request.line]), "received_micro": 0,
            "known_seq": written.known_seq, "recorded_at": written.clock[1],
        }])  # fmt: skip

    asked = Asked(
        document=request.document, line=request.line, item=request.item, lot=request.lot,
        from_location=request.from_location, to_location=request.via, reason="transfer",
        quantity_micro=read_quantity(request.quantity), value_minor=None, on=request.shipped_on, unit=request.unit,
        owner=request.owner, to_owner=request.owner,
    )  # fmt: skip
    return record_asked(OPERATION, request, asked, actor=actor, granted=granted, first=first, then=then)
