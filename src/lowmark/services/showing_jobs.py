"""Which jobs somebody may see, and how one is told.

Before this: `store.ops`. After this: the operations on jobs. Somebody sees what he asked for; whoever administers or
audits the entity, and its operator, sees all of it. A job of somebody else is told apart from none by nobody.
"""

import json

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.operations.job import Response
from lowmark.services.operations.jobs import Line
from lowmark.store.ops import read as ops_read
from lowmark.store.ops.read import Job

SEES_ALL = frozenset({"administrator", "auditor"})


def sees_all(granted: Granted) -> bool:
    """Whether everybody's jobs are shown, or only one's own."""
    return granted.user_id is None or bool(SEES_ALL & granted.roles)


def visible(name: str, granted: Granted) -> Job:
    """Return a job.

    Raises: Problem `not_found`, the same for none and for somebody else's.
    """
    found = ops_read.job(name)
    is_mine = found is not None and (sees_all(granted) or found.user_id == granted.user_id)
    if found is None or found.entity != granted.entity.code or not is_mine:
        raise Problem(
            "not_found", f"there is no job {name!r} of {granted.entity.code}", hint="`lowmark jobs` lists them"
        )
    return found


def shown(job: Job) -> Response:
    """Return a job as it is told."""
    wrong = json.loads(job.problem) if job.problem else {"code": "", "message": "", "hint": ""}
    return Response(
        entity=job.entity, job=job.name, operation=job.operation, state=job.state, words=job.words, done=job.done,
        of=job.of, tries=job.tries, cancel_asked=job.cancel_asked, asked_by=job.username,
        asked_at=job.asked_at.isoformat(), ended_at=job.ended_at.isoformat() if job.ended_at else "",
        code=wrong["code"], message=wrong["message"], hint=wrong["hint"], answer=job.answer,
    )  # fmt: skip


def line(job: Job) -> Line:
    """Return a job as a line of a list."""
    words = json.loads(job.problem)["message"] if job.problem else job.words
    return Line(job=job.name, operation=job.operation, state=job.state, words=words, done=job.done, of=job.of,
                asked_by=job.username, asked_at=job.asked_at.isoformat(timespec="seconds"))  # fmt: skip
