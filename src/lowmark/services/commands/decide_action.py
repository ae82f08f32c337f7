"""Decide on an action of a plan: a dated fact, and for an accepted one the draft of what carries it out.

Locks:  the entity clock, first, so that two do not decide on one action at once.
"""

import json
from datetime import date, timedelta

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.decide_action import OPERATION, Field, Request, Response
from lowmark.services.planning.drafts import Draft, draft_of
from lowmark.services.planning.shown import find_plan
from lowmark.store.runs import plans as plans_store
from lowmark.store.session import Row, Writer

FROM: dict[str, tuple[str, ...]] = {
    "accepted": ("proposed", "rejected", "withdrawn"), "rejected": ("proposed",), "withdrawn": ("accepted",),
    "done": ("accepted",),
}  # fmt: skip
"""From which status each status is reached."""
NEEDS_REASON = ("rejected", "withdrawn")


def decide_action(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record the decision.

    Raises: Problem `not_found`; `refused` where the action is not in a state for it, or nobody says why.
    """
    if request.status in NEEDS_REASON and not request.because.strip():
        raise Problem("refused", f"nobody says why it is {request.status}", hint="give because")

    def work(writer: Writer) -> Done:
        sequences, at = writer.tick(granted.entity.id, 2)
        plan = find_plan(writer, granted, request.plan)
        action = _action(writer, plan, request, sequences[0])
        draft = _draft(writer, granted, plan, action, request.decided_on, sequences[0])
        plans_store.write_decision(writer, {
            "entity_id": granted.entity.id, "plan_action_id": action["id"], "status": request.status,
            "decided_on": request.decided_on, "document": draft.document, "draft": _json(draft), "because": request.because,
            "decided_by": granted.user_id, "known_seq": sequences[0], "recorded_at": at,
        })  # fmt: skip
        response = Response(
            entity=granted.entity.code, plan=plan["code"], line_no=request.line_no, status=request.status,
            document=draft.document, operation=draft.operation, table=draft.table,
            draft=tuple(Field(name=name, value=value) for name, value in draft.fields.items()),
        )  # fmt: skip
        return Done(response, f"plan {plan['code']}/{request.line_no}", request.because, clock=(sequences[1], at))

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _action(writer: Writer, plan: Row, request: Request, known_seq: int) -> Row:
    """Return the action, which has to be in a state for the decision.

    Raises: Problem `not_found`, `refused`.
    """
    rows = [
        row for row in plans_store.actions(writer, plan["id"], known_seq=known_seq) if row["line_no"] == request.line_no
    ]
    if not rows:
        raise Problem(
            "not_found", f"plan {plan['code']} has no action {request.line_no} here", hint="show-plan lists them"
        )
    if rows[0]["status"] not in FROM[request.status]:
        raise Problem("refused", f"the action is {rows[0]['status']} already", hint="show-plan says what was decided")
    return rows[0]


def _draft(writer: Writer, granted: Granted, plan: Row, action: Row, on: date, known_seq: int) -> Draft:
    """Return the draft of an accepted action; what is not accepted now is not drafted, and keeps its document."""
    if action["status"] == "accepted":
        return Draft("", "", str(action["document"]))
    order = None
    if action["order_line"]:
        order = plans_store.order_stands(writer, granted.entity.id, action["order_line"], as_of=on, known_seq=known_seq)
    later = plan["as_of"] + timedelta(days=plan["horizon_days"])
    return draft_of(action, entity=granted.entity.code, plan=plan["code"], on=on, currency=granted.entity.currency,
                    order=order, later=later)  # fmt: skip


def _json(draft: Draft) -> str:
    """Return the canonical JSON of a draft."""
    said = {"operation": draft.operation, "table": draft.table, "fields": draft.fields}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
