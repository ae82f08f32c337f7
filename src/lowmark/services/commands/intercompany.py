"""Record one side of a sale within a group."""

from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.intercompany_moves import SIDES
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.intercompany import OPERATION, Request, Response
from lowmark.store.session import Writer
from lowmark.store.stock.intercompany import is_declared, move_of, write_side

GOES = {"sale": "to", "purchase": "from"}


def intercompany(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a side.

    Raises: Problem `not_found` for a move that is not there; `bad_request` for one that went the other way, or was
            declared before.
    """
    if request.side not in SIDES or not request.reference.strip():
        raise Problem("bad_request", f"a side is one of {', '.join(SIDES)}, with a reference", hint="say both")
    entity = granted.entity
    if request.counterparty in {"", entity.code}:
        raise Problem("bad_request", "an entity sells to another", hint="name the other side")
    currency = request.currency or entity.currency
    amount = parse_minor(request.amount, currency)
    if amount < 0 or (request.side == "sale" and currency != entity.currency):
        raise Problem("bad_request", "an invoice is of an amount in the currency of the seller",
                      hint="a credit note goes with a return of the goods")  # fmt: skip

    def work(writer: Writer) -> Done:
        move = move_of(writer, entity.id, request.document, request.line)
        if move is None:
            raise Problem("not_found", f"{entity.code} has no move {request.document}/{request.line}",
                          hint="record the issue or receipt first")  # fmt: skip
        goes_out = move["from_is_ours"] and not move["to_is_ours"]
        comes_in = move["to_is_ours"] and not move["from_is_ours"]
        if not (goes_out if request.side == "sale" else comes_in):
            raise Problem("bad_request", f"{request.document}/{request.line} is no {request.side}",
                          hint="a sale leaves us, a purchase comes to us")  # fmt: skip
        if is_declared(writer, entity.id, move["id"], request.side, request.counterparty, request.reference):
            raise Problem("bad_request", f"{request.reference} or its move has been declared before",
                          hint="match-intercompany shows what there is")  # fmt: skip
        sequences, recorded_at = writer.tick(entity.id, 1)
        write_side(writer, {
            "entity_id": entity.id, "side": request.side, "counterparty": request.counterparty,
            "reference": request.reference, "move_id": move["id"], "currency": currency, "amount_minor": amount,
            "declared_by": granted.user_id, "known_seq": sequences[0], "recorded_at": recorded_at,
        })  # fmt: skip
        response = Response(
            entity=entity.code, side=request.side, counterparty=request.counterparty, reference=request.reference,
            item=move["item"], quantity_micro=move["quantity_micro"], currency=currency, amount_minor=amount,
        )  # fmt: skip
        return Done(response, f"{request.side} {request.reference} {GOES[request.side]} {request.counterparty}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
