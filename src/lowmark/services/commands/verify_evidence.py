"""Verify evidence: a fact that somebody else than whoever entered it has compared it with its source."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.verify_evidence import OPERATION, Request, Response
from lowmark.store.session import Row, Writer

ENTERED = """
SELECT e.id, e.line, e.standing, e.asserted_by, v.id AS verification FROM evidence_evidence e
LEFT JOIN evidence_evidence_verification v ON v.evidence_id = e.id
WHERE e.entity_id = %s AND e.document = %s AND (%s = '' OR e.line = %s) ORDER BY e.id
"""


def verify_evidence(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record the verification of every line named that is asserted and not verified yet.

    Locks:  the entity clock.
    Raises: Problem `not_found`, or `refused` where whoever asks has entered it, where nothing is left to verify, or
            where nobody says what it was compared with.
    """
    if not request.because.strip():
        raise Problem("refused", "nobody says what it was compared with", hint="give because")

    def work(writer: Writer) -> Done:
        sequences, recorded_at = writer.tick(granted.entity.id, 1)  # First, so that two cannot verify one line.
        asserted = _asserted(writer, request, granted)
        more, recorded_at = (
            writer.tick(granted.entity.id, len(asserted) - 1) if len(asserted) > 1 else ((), recorded_at)
        )
        numbers = writer.take_ids("evidence_verification", len(asserted))
        writer.insert("evidence_verification", [
            {"id": number, "entity_id": granted.entity.id, "evidence_id": row["id"], "because": request.because,
             "verified_by": granted.user_id, "known_seq": seq, "recorded_at": recorded_at}
            for number, row, seq in zip(numbers, asserted, [*sequences, *more], strict=True)
        ])  # fmt: skip
        lines = tuple(str(row["line"]) for row in asserted)
        response = Response(
            entity=granted.entity.code, document=request.document, lines=lines, verified_by=actor.username
        )
        return Done(response, f"evidence {request.document}", request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _asserted(writer: Writer, request: Request, granted: Granted) -> list[Row]:
    """Return the lines that are left to verify.

    Raises: Problem `not_found` or `refused`.
    """
    entered = writer.rows(ENTERED, [granted.entity.id, request.document, request.line, request.line])
    name = f"{request.document}/{request.line}" if request.line else request.document
    if not entered:
        raise Problem("not_found", f"there is no evidence {name}", hint="name its document, and its line if need be")
    asserted = [row for row in entered if row["standing"] == "asserted" and row["verification"] is None]
    if not asserted:
        raise Problem(
            "refused", f"nothing of {name} is left to verify", hint="what came from its source needs nobody's word"
        )
    if any(row["asserted_by"] == granted.user_id for row in asserted):
        raise Problem("refused", f"{name} is verified by somebody else than whoever entered it",
                      hint="ask somebody who has not entered it")  # fmt: skip
    return asserted
