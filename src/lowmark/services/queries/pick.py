"""Propose a pick."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.pick import Line, Request, Response
from lowmark.services.recording.asked import read_quantity
from lowmark.services.stock.picking import Wanted, picked, together
from lowmark.store.session import reading


def pick(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what to take now, and what is passed over.

    Raises: Problem `bad_request`, `not_found`.
    """
    del actor
    wanted = Wanted(
        item=request.item, quantity_micro=read_quantity(request.quantity), on=request.picked_on,
        location=request.location, order=request.order, minimum_remaining_days=request.remaining_days,
    )  # fmt: skip
    with reading(granted.scope("report")) as reader:
        found = picked(reader, granted, wanted)
    return Response(
        entity=granted.entity.code, item=request.item, remaining_days=found.days, short_micro=found.picked.short_micro,
        lines=tuple(
            Line(location=one.location, lot=one.lot, received_on=one.received_on, expires_on=one.expires_on,
                 quantity_micro=one.quantity_micro, why=one.kept_by)
            for one in (*together(found.picked.take), *together(found.picked.passed))
        ),
    )  # fmt: skip
