"""Give a task of a close to somebody, with a day. The latest word holds; that it was another's before is kept."""

from lowmark.core.closing.board import BY_NAME
from lowmark.core.kinds.problems import Problem
from lowmark.services import people
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_period
from lowmark.services.operations.assign_task import OPERATION, Request, Response
from lowmark.store.session import Writer


def assign_task(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record an assignment.

    Raises: Problem `bad_request`, `not_found` for a period or a user that there is not.
    """
    if request.task not in BY_NAME:
        raise Problem("bad_request", f"no task is called {request.task!r}", hint=f"one of {', '.join(BY_NAME)}")
    owner = people.user_id(request.owner) if request.owner else None
    if request.owner and owner is None:
        raise Problem("not_found", f"nobody here is called {request.owner!r}", hint="a grant of a role makes one")

    def work(writer: Writer) -> Done:
        period = find_period(writer, granted, request.ends_on)
        writer.hold_period(period.id, exclusive=False)  # A close sees it, or is before it.
        sequences, recorded_at = writer.tick(granted.entity.id, 1)
        writer.insert("task_assignment", [{
            "id": writer.take_ids("task_assignment", 1)[0], "entity_id": granted.entity.id, "period_id": period.id,
            "task": request.task, "owner": owner, "due_on": request.due_on, "assigned_by": granted.user_id,
            "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        response = Response(entity=granted.entity.code, ends_on=period.ends_on, task=request.task, owner=request.owner,
                            due_on=request.due_on)  # fmt: skip
        return Done(response, f"task {request.task} of {period.ends_on}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
