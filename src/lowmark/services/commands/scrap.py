"""Scrap goods with a certificate."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.record_move import Response
from lowmark.services.operations.scrap import OPERATION, Request
from lowmark.services.recording.asked import Asked, read_quantity
from lowmark.services.recording.desk import record_asked


def scrap(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record what is scrapped; the audit keeps the certificate and its witness.

    Raises: Problem `no_reason` without a certificate or a witness; as `record_asked` does.
    """
    if not request.certificate.strip() or not request.witness.strip():
        raise Problem("no_reason", "nothing proves that it was scrapped", hint="give the certificate and its witness")
    asked = Asked(
        document=request.document, line=request.line, item=request.item, lot=request.lot, from_location=request.location,
        to_location="scrap", reason=request.reason, quantity_micro=read_quantity(request.quantity), value_minor=None,
        on=request.scrapped_on,
    )  # fmt: skip
    proof = f"certificate {request.certificate}, seen by {request.witness}"
    return record_asked(OPERATION, request, asked, actor=actor, granted=granted, because=proof)
