"""Reserve stock."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.pick import Line
from lowmark.services.operations.reserve import OPERATION, Request, Response
from lowmark.services.recording.asked import read_quantity
from lowmark.services.stock.kits import picked_set
from lowmark.services.stock.picking import Wanted, require_enough, together
from lowmark.store.items import read as items_read
from lowmark.store.session import Writer

PLACES = "SELECT id, path FROM items_location WHERE entity_id = %s"


def reserve(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Reserve what would be picked of an item or of the components of a kit, all of it or nothing.

    Locks:  every pool of the items, before anything is read; the entity clock last.
    Raises: Problem `bad_request`, `not_found`, `short`.
    """
    entity = granted.entity
    wanted = Wanted(item=request.item, quantity_micro=read_quantity(request.quantity), on=request.needed_on,
                    location=request.location, minimum_remaining_days=request.remaining_days, moves_now=False)  # fmt: skip

    def work(writer: Writer) -> Done:
        found = picked_set(writer, granted, wanted, lock=True).found
        chosen = [(each, one) for each in found for one in together(require_enough(each).picked.take)]
        places = {row["path"]: row["id"] for row in writer.rows(PLACES, [entity.id])}
        sequences, recorded_at = writer.tick(entity.id, 2)
        writer.insert("reservation", [
            {"id": number, "entity_id": entity.id, "document": request.document, "line": request.line,
             "item_id": each.item_id, "location_id": places[one.location], "quantity_micro": one.quantity_micro,
             "lot_id": items_read.lot_by_code(writer, entity.id, each.item_id, one.lot) if one.lot else None,
             "state": "held", "known_seq": sequences[0], "recorded_at": recorded_at}
            for number, (each, one) in zip(writer.take_ids("reservation", len(chosen)), chosen, strict=True)
        ])  # fmt: skip
        response = Response(
            entity=entity.code, document=request.document, line=request.line, item=request.item,
            lines=tuple(Line(item=each.item, location=one.location, lot=one.lot, received_on=one.received_on,
                             expires_on=one.expires_on,
                             best_before_on=one.best_before_on,
                             quantity_micro=one.quantity_micro, why="") for each, one in chosen),
        )  # fmt: skip
        return Done(response, f"order {request.document}/{request.line}", clock=(sequences[1], recorded_at))

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
