"""Thaw places that are frozen for a count sheet.

Locks:  the name of the sheet; the entity clock last.
"""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.operations.thaw_place import OPERATION, Request, Response
from lowmark.services.stock.freezing import thaw
from lowmark.store.session import Writer


def thaw_place(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Thaw.

    Raises: Problem `no_reason`, `not_found` where nothing is frozen for the sheet there.
    """
    if not request.because.strip():
        raise Problem("no_reason", "nobody says why it is thawed", hint="give because")

    def work(writer: Writer) -> Done:
        entity = granted.entity
        lock_key(writer, entity.id, f"count sheet {request.document}")
        thawed = thaw(
            writer,
            granted,
            request.document,
            location=request.location,
            on=request.thawed_on,
            because=request.because,
        )
        if not thawed:
            raise Problem("not_found", f"nothing is frozen there for {request.document!r}",
                          hint="frozen-places lists what is, and for which sheet")  # fmt: skip
        response = Response(entity=entity.code, document=request.document, thawed_on=request.thawed_on, thawed=thawed)
        return Done(response, f"count {request.document}", because=request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
