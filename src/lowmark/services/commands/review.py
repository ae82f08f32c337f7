"""Review a run: accept lines of it, or send it back. Whoever prepared it does not review it.

Lock and read, ask the core, write.
"""

from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.approval import Event, Standing, authority
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.approving import hash_from_hex, people_of, standing_of, take, through
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_run
from lowmark.services.operations.review import OPERATION, Request, Response
from lowmark.store.access import read as access_read
from lowmark.store.runs import decided
from lowmark.store.runs.write import set_state
from lowmark.store.session import Row, Writer


def review(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Accept lines of a run, or return it.

    Locks:  the run, then the entity clock.
    Raises: Problem `refused`, carrying every reason at once, `not_found` or `bad_request`; nothing is written then.
    """
    if request.decision not in {"accepted", "returned"}:
        raise Problem("bad_request", f"{request.decision!r} is no finding", hint="accepted or returned")
    shown, user_id = hash_from_hex(request.run_hash), actor.user_id
    assert user_id is not None

    def work(writer: Writer) -> Done:
        run = find_run(writer, granted, request.run)
        writer.lock("run", [run["id"]])
        run = find_run(writer, granted, request.run)
        before = standing_of(writer, run)
        lines = _lines(writer, run, request, before) if request.decision == "accepted" else frozenset((0,))
        sequences, recorded_at = writer.tick(granted.entity.id, max(len(lines), 1))
        event = Event(step="accept" if request.decision == "accepted" else "send_back", by=user_id, through=through(actor),
                      shown_hash=shown, lines=lines, at=recorded_at)  # fmt: skip
        people = people_of(writer, run, at=recorded_at)
        after = take(standing=before, event=event, people=people, run=request.run)
        ids = writer.take_ids("review", len(lines))
        writer.insert("review", [
            {"id": number, "entity_id": granted.entity.id, "run_id": run["id"], "proposal_id": line or None,
             "decision": request.decision, "run_hash": shown, "reviewed_by": user_id,
             "authority_of": authority(standing=before, by=user_id, step=event.step, people=people),
             "comment": request.comment, "known_seq": seq, "recorded_at": recorded_at}
            for number, seq, line in zip(ids, sequences, sorted(lines), strict=False)
        ])  # fmt: skip
        if after.phase != before.phase:
            set_state(writer, run["id"], after.phase, proposals=after.phase)
        response = Response(
            entity=granted.entity.code, run=request.run, state=after.phase, open_lines=len(after.open_lines),
            accepted=len(lines) if request.decision == "accepted" else 0, reviewed_by=actor.username,
        )  # fmt: skip
        return Done(response, f"run {request.run}", request.comment, before_hash=shown, after_hash=shown)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _lines(writer: Writer, run: Row, request: Request, before: Standing) -> frozenset[int]:
    """Return the open lines that a request is on.

    Raises: Problem `not_found`, naming the items without an open line.
    """
    asked = {code.strip() for code in request.items.split(",") if code.strip()}
    if not asked:
        return before.open_lines
    rule = access_read.approval_rule(writer, run["entity_id"], on=run["as_of"])
    above = decided.lines_above(writer, run["id"], amount_minor=rule["auto_accept_minor"] if rule else 0)
    found = {row["id"]: row["item"] for row in above if row["id"] in before.open_lines}
    if missing := sorted(asked - set(found.values())):
        raise Problem("not_found", f"run {request.run} has no open line of {', '.join(missing)}",
                      hint=f"open are {', '.join(sorted(set(found.values()))) or 'none'}")  # fmt: skip
    return frozenset(line for line, item in found.items() if item in asked)
