"""Hold goods back."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.hold import OPERATION, REASONS, Request, Response
from lowmark.services.stock.holding import ToHold, hold_lots
from lowmark.store.session import Writer


def hold(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Hold an item, or lots of it.

    Locks:  every pool of the item; the entity clock last.
    Raises: Problem `no_reason`, `bad_request`, `not_found`.
    """
    if not request.because.strip():
        raise Problem("no_reason", "nobody says what was found", hint="give because")
    if request.reason not in REASONS:
        raise Problem("bad_request", f"nothing is held for {request.reason!r}", hint=f"use one of {', '.join(REASONS)}")
    lots = [lot.strip() for lot in request.lots.split(",") if lot.strip()]

    def work(writer: Writer) -> Done:
        asked = ToHold(document=request.document, item=request.item, lots=lots, reason=request.reason,
                       words=request.because, on=request.held_on)  # fmt: skip
        held, clock = hold_lots(writer, granted, asked)
        response = Response(entity=granted.entity.code, document=request.document, item=request.item, lots=held,
                            cases=len(held))  # fmt: skip
        return Done(response, f"hold {request.document}", because=request.because, clock=clock)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
