"""Decide on a run: one decision of one person, bound to the hash of what was shown.

Lock and read, ask the core, write. No accounting judgement is made in this file.
"""

from typing import Literal

from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.approval import ApprovalCase, Refused, StepUp, decide_approval
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_run
from lowmark.services.operations.approve import OPERATION, Request, Response
from lowmark.services.still_stands import still_stands
from lowmark.store.access import read as access_read
from lowmark.store.entities import read as entities_read
from lowmark.store.runs.write import set_state
from lowmark.store.session import Row, Writer

DECISIONS = ("approved", "returned")


def approve(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Approve or return a run.

    Locks:  the run, then the entity clock.
    Raises: Problem `refused`, carrying every reason at once, `not_found` or `bad_request`; nothing is written then.
    """
    if request.decision not in DECISIONS:
        raise Problem("bad_request", f"{request.decision!r} is no decision", hint="approved or returned")
    shown = _hash(request.run_hash)

    def work(writer: Writer) -> Done:
        run = find_run(writer, granted, request.run)
        writer.lock("run", [run["id"]])
        run = find_run(writer, granted, request.run)
        sequences, recorded_at = writer.tick(granted.entity.id, 1)
        case = _case(writer, run, actor, granted, shown, recorded_at, is_approval=request.decision == "approved")
        decision = decide_approval(case=case)
        if isinstance(decision, Refused):
            raise Problem(
                "refused", "; ".join(reason.message for reason in decision.reasons),
                hint="; ".join(reason.hint for reason in decision.reasons),
                where={"run": request.run, "reasons": tuple(reason.code for reason in decision.reasons)},
            )  # fmt: skip
        writer.insert("approval", [{
            "id": writer.take_ids("approval", 1)[0], "entity_id": granted.entity.id, "run_id": run["id"],
            "decision": request.decision, "run_hash": shown, "decided_by": decision.decided_by,
            "step_up_id": actor.step_up_id, "comment": request.comment, "known_seq": sequences[0],
            "recorded_at": recorded_at,
        }])  # fmt: skip
        set_state(writer, run["id"], request.decision, proposals=request.decision)
        response = Response(
            entity=granted.entity.code, run=request.run, state=request.decision, decided_by=actor.username
        )
        return Done(response, f"run {request.run}", request.comment, before_hash=shown, after_hash=shown)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _hash(text: str) -> bytes:
    """Return the bytes of a hash in hex.

    Raises: Problem `bad_request`.
    """
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Problem("bad_request", f"{text!r} is not a hash in hex", hint="copy it from the run shown") from None


def _case(
    writer: Writer, run: Row, actor: Actor, granted: Granted, shown: bytes, at: int, *, is_approval: bool
) -> ApprovalCase:
    """Gather what the decision depends on. Whether the proposals still stand matters to an approval only."""
    assert actor.user_id is not None and actor.step_up_id is not None
    proof = access_read.step_up(writer, actor.step_up_id)
    decider: Literal["person", "system", "token"] = "system" if actor.door == "system" else "person"
    book = entities_read.book(writer, granted.entity.id, run["book"])
    assert book is not None
    changed = is_approval and run["state"] == "proposed" and not still_stands(writer, granted.entity, book, run)
    return ApprovalCase(
        state=run["state"], prepared_by=run["prepared_by"], decided_by=actor.user_id, decider=decider,
        roles=granted.roles, shown_hash=shown, current_hash=bytes(run["run_hash"]), changed_since=changed,
        step_up=None if proof is None else StepUp(
            user_id=int(str(proof["user_id"])), bound_hash=bytes(proof["bound_hash"]),  # type: ignore[call-overload]
            expires_at=int(str(proof["expires_at"])),
        ),
        at=at,
    )  # fmt: skip
