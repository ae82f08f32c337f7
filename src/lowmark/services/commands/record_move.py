"""Record one stock move in the words of the move itself: from where to where."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.record_move import OPERATION, Request, Response
from lowmark.services.recording.asked import Asked, read_quantity, read_value
from lowmark.services.recording.desk import record_asked


def record_move(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a move and post it.

    Raises: as `record_asked` does.
    """
    returns = (request.returns_document, request.returns_line) if request.returns_document else None
    asked = Asked(
        document=request.document, line=request.line, item=request.item, lot=request.lot,
        from_location=request.from_location, to_location=request.to_location, reason=request.reason,
        quantity_micro=read_quantity(request.quantity), value_minor=read_value(request.value, granted.entity.currency),
        on=request.effective_on, returns=returns,
        unit=request.unit, owner=request.owner, to_owner=request.owner,
    )  # fmt: skip
    return record_asked(OPERATION, request, asked, actor=actor, granted=granted)
