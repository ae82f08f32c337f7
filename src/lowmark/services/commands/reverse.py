"""Reverse a move that was recorded in error: the opposite move, at what the first did."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.core.recording.directions import direction
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.kits import left_of
from lowmark.services.operations.record_move import Response
from lowmark.services.operations.reverse import OPERATION, Request
from lowmark.services.recording.asked import Asked
from lowmark.services.recording.desk import record_asked
from lowmark.store.session import Row, reading
from lowmark.store.stock import read as stock_read


def reverse(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Take an issue back at what it cost, send a receipt back whole, or move goods back.

    Raises: Problem `not_found`; `refused` for what comes in otherwise than from a vendor, or is a reversal itself; as
            `record_asked` does.
    """
    with reading(granted.scope()) as reader:
        found = stock_read.returnable(reader, granted.entity.id, request.document, request.line)
        kit = left_of(reader, granted.entity.id, request.document, request.line) if found is None else None
        if found is None and kit is None:
            raise Problem("not_found", f"no move has the document {request.document}/{request.line}",
                          hint="give the document and line under which it was recorded")  # fmt: skip
        left = 0 if found is None else found["quantity_micro"] - stock_read.returned_micro(reader, found["id"])
    asked = _opposite(request, found, left) if found is not None else _opposite_of_kit(request, kit)
    return record_asked(OPERATION, request, asked, actor=actor, granted=granted, because=request.because)


def _opposite_of_kit(request: Request, left: tuple[Row, Row, int] | None) -> Asked:
    """Return the move that takes back the kits of a line that are still out.

    Raises: Problem `refused`.
    """
    assert left is not None
    kit, moved, left_micro = left
    if left_micro <= 0:
        raise Problem("refused", f"no whole kit of {request.document}/{request.line} is still out",
                      hint="return its components by their own lines")  # fmt: skip
    return Asked(
        document=request.reversal or f"R-{request.document}", line=request.line, item=kit["code"], lot="",
        from_location=moved["to_location"], to_location=moved["from_location"], reason="reversal", quantity_micro=left_micro,
        value_minor=None, on=request.reversed_on, returns=(request.document, request.line),
    )  # fmt: skip


def _opposite(request: Request, found: Row, left_micro: int) -> Asked:
    """Return the move that undoes what is left of a move.

    Raises: Problem `refused`.
    """
    way = direction(from_kind=found["from_kind"], to_kind=found["to_kind"])
    assert way is not None
    if found["formula_change_id"] is not None:
        raise Problem("refused", f"by {request.document}/{request.line} goods went over to another formula of cost",
                      hint="what was decided stays: draft another change of formula")  # fmt: skip
    if found["returns_move_id"] is not None or left_micro <= 0:
        raise Problem("refused", f"{request.document}/{request.line} is a reversal or return, or all of it came back",
                      hint=f"record the move anew; {format_micro(max(left_micro, 0))} are still out")  # fmt: skip
    if way[0] == "in" and found["from_kind"] != "vendor":
        raise Problem("refused", f"what came from {found['from_location']} is not sent back as if it had never come",
                      hint="issue the goods to where they came from, or adjust")  # fmt: skip
    ties = way[0] in {"in", "out"}
    return Asked(
        document=request.reversal or f"R-{request.document}", line=request.line, item=found["item"], lot=found["lot"],
        from_location=found["to_location"], to_location=found["from_location"], reason="reversal",
        quantity_micro=left_micro, value_minor=None, on=request.reversed_on,
        returns=(request.document, request.line) if ties else None,
    )  # fmt: skip
