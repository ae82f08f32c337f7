"""Reserve stock."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.pick import Line
from lowmark.services.operations.reserve import OPERATION, Request, Response
from lowmark.services.recording.asked import read_quantity
from lowmark.services.stock.picking import Wanted, picked, together
from lowmark.store.items import read as items_read
from lowmark.store.session import Writer

PLACES = "SELECT id, path FROM items_location WHERE entity_id = %s"


def reserve(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Reserve what would be picked, all of it or nothing.

    Locks:  every pool of the item, before anything is read; the entity clock last.
    Raises: Problem `bad_request`, `not_found`, `short`.
    """
    entity = granted.entity
    wanted = Wanted(item=request.item, quantity_micro=read_quantity(request.quantity), on=request.needed_on,
                    location=request.location, minimum_remaining_days=request.remaining_days, moves_now=False)  # fmt: skip

    def work(writer: Writer) -> Done:
        found = picked(writer, granted, wanted, lock=True)
        if found.picked.short_micro:
            raise Problem("short", f"{format_micro(found.picked.short_micro)} of {request.item} more than is free",
                          hint="pick says what keeps the rest")  # fmt: skip
        chosen = together(found.picked.take)
        places = {row["path"]: row["id"] for row in writer.rows(PLACES, [entity.id])}
        sequences, recorded_at = writer.tick(entity.id, 2)
        writer.insert("reservation", [
            {"id": number, "entity_id": entity.id, "document": request.document, "line": request.line,
             "item_id": found.item_id, "location_id": places[one.location], "quantity_micro": one.quantity_micro,
             "lot_id": items_read.lot_by_code(writer, entity.id, found.item_id, one.lot) if one.lot else None,
             "state": "held", "known_seq": sequences[0], "recorded_at": recorded_at}
            for number, one in zip(writer.take_ids("reservation", len(chosen)), chosen, strict=True)
        ])  # fmt: skip
        response = Response(
            entity=entity.code, document=request.document, line=request.line, item=request.item,
            lines=tuple(Line(location=one.location, lot=one.lot, received_on=one.received_on, expires_on=one.expires_on,
                             best_before_on=one.best_before_on,
                             quantity_micro=one.quantity_micro, why="") for one in chosen),
        )  # fmt: skip
        return Done(response, f"order {request.document}/{request.line}", clock=(sequences[1], recorded_at))

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
