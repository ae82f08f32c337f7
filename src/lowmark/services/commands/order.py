"""Open a line of an order."""

from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import parse_micro
from lowmark.core.recording.kits import NO_STOCK, WAY_OUT
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.order import OPERATION, Request, Response
from lowmark.services.stock.orders import stands, state
from lowmark.store.items import read as items_read
from lowmark.store.session import Writer
from lowmark.store.stock import kits as kits_store

SIDES = ("purchase", "sale")


def order(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Say how a line of an order stands: what it was before stays, as it was known then.

    Locks:  the entity clock.
    Raises: Problem `bad_request`, `not_found`, `refused` for a line of another item or side.
    """
    quantity, amount = parse_micro(request.quantity), parse_price_micro(request.amount)
    if request.side not in SIDES or quantity < 0 or amount < 0:
        raise Problem(
            "bad_request", "an order is a purchase or a sale of something", hint="give a side, and no less than zero"
        )

    def work(writer: Writer) -> Done:
        entity = granted.entity
        item = items_read.item_by_code(writer, entity.catalogue_id, request.item)
        if item is None:
            raise Problem("not_found", f"{entity.code} knows no {request.item!r}", hint="give the code of an item")
        if request.side == "purchase" and kits_store.number(writer, entity.id, request.item) is not None:
            raise Problem("refused", f"{request.item}: {NO_STOCK}", hint=WAY_OUT)
        sequences, recorded_at = writer.tick(entity.id, 2)
        before = stands(writer, granted, request.document, request.line)
        if before is not None and (before["side"], before["item"]) != (request.side, request.item):
            raise Problem("refused", f"{request.document}/{request.line} is a {before['side']} of {before['item']}",
                          hint="give the line another number")  # fmt: skip
        state(writer, granted, (sequences[0], recorded_at), {
            "document": request.document, "line": request.line, "side": request.side, "item_id": item["id"],
            "is_firm": request.is_firm, "quantity_micro": quantity, "amount_micro": amount, "currency": entity.currency,
            "due_on": request.due_on, "stated_on": request.stated_on,
        })  # fmt: skip
        response = Response(entity=entity.code, document=request.document, line=request.line, side=request.side,
                            item=request.item, known_seq=sequences[0], quantity_micro=quantity)  # fmt: skip
        return Done(response, f"order {request.document}/{request.line}", clock=(sequences[1], recorded_at))

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
