"""Receive goods, or take back what was issued."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.receive import OPERATION, Request
from lowmark.services.operations.record_move import Response
from lowmark.services.recording.asked import Asked, read_quantity, read_value, read_weight
from lowmark.services.recording.desk import record_asked
from lowmark.services.recording.one import Written
from lowmark.services.stock.orders import deliver
from lowmark.store.session import Writer


def receive(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record what came, and post it.

    Raises: as `record_asked` does, and `deliver` where it is of an order.
    """
    returns = (request.returns_document, request.returns_line) if request.returns_document else None
    asked = Asked(
        document=request.document, line=request.line, item=request.item, lot=request.lot,
        from_location=request.source, to_location=request.location, reason="return" if returns else "receipt",
        quantity_micro=read_quantity(request.quantity), value_minor=read_value(request.value, granted.entity.currency),
        on=request.received_on, returns=returns, made_on=request.made_on, expires_on=request.expires_on,
        best_before_on=request.best_before_on, potency_micro=read_quantity(request.potency) if request.potency else None,
        unit=request.unit, catch_micro=read_weight(request.weight), owner=request.owner, to_owner=request.owner,
        terms=request.terms,
    )  # fmt: skip

    def then(writer: Writer, written: Written) -> None:
        del written
        deliver(writer, granted, order=(request.order, request.order_line), side="purchase",
                moved=(request.document, request.line))  # fmt: skip

    return record_asked(OPERATION, request, asked, actor=actor, granted=granted, then=then)
