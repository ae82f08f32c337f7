"""Release holds and reservations."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.release import OPERATION, Request, Response
from lowmark.store.session import Writer
from lowmark.store.stock import kept

HOLDS = """
SELECT h.id, h.item_id FROM stock_hold h JOIN items_item i ON i.id = h.item_id
WHERE h.entity_id = %s AND h.document = %s AND h.state = 'held' AND (%s = '' OR i.code = %s)
"""
RESERVATIONS = HOLDS.replace("stock_hold", "stock_reservation")


def release(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Release what a document holds.

    Locks:  every pool of the items, in the order of their numbers; the entity clock last.
    Raises: Problem `no_reason`, `not_found`.
    """
    if not request.because.strip():
        raise Problem("no_reason", "nobody says why it may go", hint="give because")
    named = [granted.entity.id, request.document, request.item, request.item]

    def work(writer: Writer) -> Done:
        for item_id in sorted({row["item_id"] for sql in (HOLDS, RESERVATIONS) for row in writer.rows(sql, named)}):
            kept.lock_goods(writer, granted.entity.id, item_id)
        holds, reservations = ([row["id"] for row in writer.rows(sql, named)] for sql in (HOLDS, RESERVATIONS))
        if not holds and not reservations:
            raise Problem(
                "not_found", f"{request.document} holds nothing", hint="name the document of the hold, or the order"
            )
        kept.release_holds(writer, holds, request.released_on)
        kept.release_reservations(writer, reservations, state="released")
        response = Response(entity=granted.entity.code, document=request.document, holds=len(holds),
                            reservations=len(reservations))  # fmt: skip
        return Done(response, f"hold {request.document}", because=request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
