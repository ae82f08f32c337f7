"""Decide on a run: one decision of one person, bound to the hash of what was shown.

Lock and read, ask the core, write. No accounting judgement is made in this file.
"""

from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.approval import Event, authority
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.approving import hash_from_hex, people_of, proof_of, standing_of, take, through
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_run
from lowmark.services.operations.approve import OPERATION, Request, Response
from lowmark.services.still_stands import still_stands
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
    shown, is_approval = hash_from_hex(request.run_hash), request.decision == "approved"
    user_id = actor.user_id
    assert user_id is not None

    def work(writer: Writer) -> Done:
        run = find_run(writer, granted, request.run)
        writer.lock("run", [run["id"]])
        run = find_run(writer, granted, request.run)
        sequences, recorded_at = writer.tick(granted.entity.id, 1)
        people = people_of(writer, run, at=recorded_at)
        standing = standing_of(writer, run, changed=is_approval and _changes(writer, granted, run))
        event = Event(
            step="approve" if is_approval else "return", by=user_id, through=through(actor), shown_hash=shown,
            step_up=proof_of(writer, actor), at=recorded_at,
        )  # fmt: skip
        take(standing=standing, event=event, people=people, run=request.run)
        lender = authority(standing=standing, by=user_id, step=event.step, people=people)
        writer.insert("approval", [{
            "id": writer.take_ids("approval", 1)[0], "entity_id": granted.entity.id, "run_id": run["id"],
            "decision": request.decision, "run_hash": shown, "decided_by": user_id,
            "authority_of": lender, "amount_minor": standing.amount_minor, "step_up_id": actor.step_up_id,
            "comment": request.comment, "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        set_state(writer, run["id"], request.decision, proposals=request.decision)
        response = Response(
            entity=granted.entity.code, run=request.run, state=request.decision, decided_by=actor.username
        )
        return Done(response, f"run {request.run}", request.comment, before_hash=shown, after_hash=shown)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _changes(writer: Writer, granted: Granted, run: Row) -> bool:
    """Return whether what came since the snapshot changes what a run proposes. It matters while it is proposed."""
    book = entities_read.book(writer, granted.entity.id, run["book"])
    assert book is not None
    return run["state"] == "proposed" and not still_stands(writer, granted.entity, book, run)
