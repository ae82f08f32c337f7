"""Sign or pass a task of a close: on what the books say of it at that moment, so that it falls open again if that changes."""

from lowmark.core.closing.board import BY_NAME, against_signing
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted, today
from lowmark.services.actor import Actor
from lowmark.services.closing.gathering import board_of, found_of
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_period
from lowmark.services.operations.sign_task import OPERATION, Request, Response
from lowmark.store.session import Writer


def sign_task(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a signature, that a task is passed, or the withdrawal of either.

    Locks:  the period, shared; the entity clock.
    Raises: Problem `refused` with everything that is against it, `bad_request`, `not_found`.
    """
    if request.task not in BY_NAME:
        raise Problem("bad_request", f"no task is called {request.task!r}", hint=f"one of {', '.join(BY_NAME)}")
    if request.withdraw and not request.because.strip():
        raise Problem("bad_request", "a signature is withdrawn for a reason", hint="say why")
    if request.passed and (request.withdraw or not request.because.strip()):
        raise Problem("bad_request", "a task is passed for a reason, and not withdrawn at once", hint="say why")

    def work(writer: Writer) -> Done:
        period = find_period(writer, granted, request.ends_on)
        writer.hold_period(period.id, exclusive=False)
        period = find_period(writer, granted, request.ends_on)
        sequences, recorded_at = writer.tick(granted.entity.id, 1)
        board = board_of(writer, granted, period, today=today())
        against = against_signing(board=board, task=request.task, signed=not request.withdraw, roles=granted.roles,
                                  passed=request.passed)  # fmt: skip
        if against:
            raise Problem("refused", "; ".join(against), hint="`close-board` shows what every task waits for")
        evidence_hash = found_of(writer, granted, period)[request.task].evidence_hash
        writer.insert("task_signature", [{
            "id": writer.take_ids("task_signature", 1)[0], "entity_id": granted.entity.id, "period_id": period.id,
            "task": request.task, "signed": not request.withdraw, "passed": request.passed,
            "because": request.because, "evidence_hash": evidence_hash, "signed_by": granted.user_id, "known_seq": sequences[0],
            "recorded_at": recorded_at,
        }])  # fmt: skip
        response = Response(
            entity=granted.entity.code, ends_on=period.ends_on, task=request.task,
            state="open" if request.withdraw else "passed" if request.passed else "done",
            signed_by="" if request.withdraw else actor.username,
        )  # fmt: skip
        return Done(response, f"task {request.task} of {period.ends_on}", request.because, after_hash=evidence_hash)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
