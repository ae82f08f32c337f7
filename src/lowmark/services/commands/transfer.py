"""Transfer goods between places of ours."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.locations import OUTSIDE
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.record_move import Response
from lowmark.services.operations.transfer import OPERATION, Request
from lowmark.services.recording.asked import Asked, read_quantity, read_weight
from lowmark.services.recording.desk import record_asked


def transfer(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record what moves, and post it where it comes into another condition.

    Raises: Problem `bad_request` for a place that is not ours; as `record_asked` does.
    """
    for place in (request.from_location, request.to_location):
        if place in OUTSIDE:
            raise Problem("bad_request", f"{place} is no place of ours", hint="receive or issue instead")
    asked = Asked(
        document=request.document, line=request.line, item=request.item, lot=request.lot,
        from_location=request.from_location, to_location=request.to_location, reason=request.reason,
        quantity_micro=read_quantity(request.quantity), value_minor=None, on=request.moved_on,
        unit=request.unit, catch_micro=read_weight(request.weight), owner=request.owner, to_owner=request.owner,
    )  # fmt: skip
    return record_asked(OPERATION, request, asked, actor=actor, granted=granted)
