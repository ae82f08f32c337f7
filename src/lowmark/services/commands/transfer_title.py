"""Transfer the title of goods that stay where they are."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.record_move import Response
from lowmark.services.operations.transfer_title import OPERATION, Request
from lowmark.services.recording.asked import Asked, read_quantity, read_value
from lowmark.services.recording.desk import record_asked


def transfer_title(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record that title passed, and post it: a purchase where goods become ours, a sale where ours become another's.

    Raises: Problem `bad_request` where the owner stays the same; as `record_asked` does.
    """
    if request.from_owner == request.to_owner:
        raise Problem("bad_request", "the goods would stay whose they are", hint="name the two owners, ours by nothing")
    asked = Asked(
        document=request.document, line=request.line, item=request.item, lot=request.lot,
        from_location=request.location, to_location=request.location, reason="title",
        quantity_micro=read_quantity(request.quantity), value_minor=read_value(request.value, granted.entity.currency),
        on=request.passed_on, unit=request.unit, owner=request.from_owner, to_owner=request.to_owner,
    )  # fmt: skip
    return record_asked(OPERATION, request, asked, actor=actor, granted=granted)
