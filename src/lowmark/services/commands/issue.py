"""Issue goods at cost."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.issue import OPERATION, Request
from lowmark.services.operations.record_move import Response
from lowmark.services.recording.asked import Asked, read_quantity, read_weight
from lowmark.services.recording.desk import record_asked
from lowmark.services.recording.one import Written
from lowmark.services.stock.orders import deliver
from lowmark.store.session import Writer

REASONS = {"customer": "sale", "production": "consumption", "scrap": "scrap", "vendor": "vendor_return"}


def issue(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record what leaves, and post it.

    Raises: as `record_asked` does, and `deliver` where it is of an order.
    """
    asked = Asked(
        document=request.document, line=request.line, item=request.item, lot=request.lot,
        from_location=request.location, to_location=request.target, reason=request.reason or REASONS[request.target],
        quantity_micro=read_quantity(request.quantity), value_minor=None, on=request.issued_on,
        unit=request.unit, catch_micro=read_weight(request.weight), owner=request.owner, to_owner=request.owner,
    )  # fmt: skip

    def then(writer: Writer, written: Written) -> None:
        del written
        deliver(writer, granted, order=(request.order, request.order_line), side="sale",
                moved=(request.document, request.line))  # fmt: skip

    return record_asked(OPERATION, request, asked, actor=actor, granted=granted, then=then)
