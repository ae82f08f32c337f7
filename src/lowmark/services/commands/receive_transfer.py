"""Receive what was shipped."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.receive_transfer import OPERATION, Request
from lowmark.services.operations.record_move import Response
from lowmark.services.recording.asked import Asked, read_quantity
from lowmark.services.recording.desk import record_asked
from lowmark.services.recording.one import Written
from lowmark.store.session import Row, Writer, reading

SHIPPED = """
SELECT s.id, m.quantity_micro, s.received_micro, i.code AS item, coalesce(l.code, '') AS lot, v.path AS via,
       t.path AS target, m.owner
FROM stock_shipment s
JOIN stock_stock_move m ON m.id = s.move_id
JOIN items_item i ON i.id = m.item_id
JOIN items_location v ON v.id = m.to_location_id
JOIN items_location t ON t.id = s.to_location_id
LEFT JOIN items_lot l ON l.id = m.lot_id
WHERE m.entity_id = %s AND m.document = %s AND m.line = %s
"""
ARRIVES = """
UPDATE stock_shipment SET received_micro = received_micro + %s WHERE id = %s AND received_micro + %s <= %s
"""


def receive_transfer(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record that shipped goods have arrived: not more of them than were shipped, whoever else receives them meanwhile.

    Raises: Problem `not_found`; `short` for more than is still on its way; as `record_asked` does.
    """
    with reading(granted.scope()) as reader:
        shipped = reader.row(SHIPPED, [granted.entity.id, request.shipped, request.shipped_line])
    if shipped is None:
        raise Problem("not_found", f"nothing was shipped by {request.shipped}/{request.shipped_line}",
                      hint="name the document of the shipment")  # fmt: skip
    left = shipped["quantity_micro"] - shipped["received_micro"]
    quantity = read_quantity(request.quantity) if request.quantity else left
    if not left:
        raise Problem(
            "short", f"all of {request.shipped}/{request.shipped_line} has arrived", hint="nothing is on its way"
        )

    def then(writer: Writer, written: Written) -> None:
        del written
        _arrives(writer, shipped, quantity)

    asked = Asked(
        document=request.document, line=request.line, item=shipped["item"], lot=shipped["lot"],
        from_location=shipped["via"], to_location=request.location or shipped["target"], reason="transfer",
        quantity_micro=quantity, value_minor=None, on=request.received_on, owner=shipped["owner"],
        to_owner=shipped["owner"],
    )  # fmt: skip
    return record_asked(OPERATION, request, asked, actor=actor, granted=granted, then=then)


def _arrives(writer: Writer, shipped: Row, quantity: int) -> None:
    """Note that a quantity has arrived, in one statement that two cannot both pass.

    Raises: Problem `short`.
    """
    if not writer.execute(ARRIVES, [quantity, shipped["id"], quantity, shipped["quantity_micro"]]):
        raise Problem("short", f"less than {format_micro(quantity)} of {shipped['item']} is still on its way",
                      hint="receive no more than was shipped; adjust what was found besides")  # fmt: skip
