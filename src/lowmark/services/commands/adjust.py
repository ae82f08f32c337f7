"""Adjust a quantity that was found to differ."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import parse_micro
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.adjust import OPERATION, Request
from lowmark.services.operations.record_move import Response
from lowmark.services.recording.asked import Asked, read_value, read_weight
from lowmark.services.recording.desk import record_asked


def adjust(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record by how much the stock differs, and post it.

    Raises: Problem `bad_request` for a difference of nothing; as `record_asked` does.
    """
    difference = parse_micro(request.quantity)
    if difference == 0:
        raise Problem("bad_request", "a difference of nothing adjusts nothing", hint="give more or less than zero")
    places = ("adjustment", request.location) if difference > 0 else (request.location, "adjustment")
    asked = Asked(
        document=request.document, line=request.line, item=request.item, lot=request.lot, from_location=places[0],
        to_location=places[1], reason=request.reason, quantity_micro=abs(difference),
        value_minor=read_value(request.value, granted.entity.currency), on=request.adjusted_on,
        unit=request.unit, catch_micro=read_weight(request.weight), owner=request.owner, to_owner=request.owner,
    )  # fmt: skip
    return record_asked(OPERATION, request, asked, actor=actor, granted=granted)
