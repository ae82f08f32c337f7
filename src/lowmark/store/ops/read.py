"""Read jobs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lowmark.store.ops.models import Job as Row

OPEN = ("waiting", "running")
LATEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stands."""

    name: str
    entity: str
    operation: str
    request: str
    user_id: int
    username: str
    is_operator: bool
    bounds: str
    state: str
    words: str
    done: int
    of: int
    cancel_asked: bool
    tries: int
    answer: str
    problem: str
    asked_at: datetime
    ended_at: datetime | None


_FIELDS = tuple(Job.__dataclass_fields__)


def job(name: str) -> Job | None:
    """Return the job of a name, or none."""
    return next(_jobs(Row.objects.filter(name=name)), None)


def job_of_key(user_id: int, request_key: str) -> Job | None:
    """Return the job that somebody's key has made already, or none."""
    return next(_jobs(Row.objects.filter(user_id=user_id, request_key=request_key)), None)


def jobs_of(entity: str, *, user_id: int | None) -> tuple[Job, ...]:
    """Return an entity's latest jobs, newest first; with `user_id`, only what that user asked for."""
    found = Row.objects.filter(entity=entity).order_by("-id")
    return tuple(_jobs((found if user_id is None else found.filter(user_id=user_id))[:LATEST]))


def open_jobs() -> tuple[str, ...]:
    """Return the names of what is not over, oldest first: what waits, and what somebody is said to be at."""
    return tuple(Row.objects.filter(state__in=OPEN).order_by("id").values_list("name", flat=True))


def cancel_asked(name: str) -> bool:
    """Whether somebody wants a job to stop."""
    return bool(Row.objects.filter(name=name, cancel_asked=True).exists())


def _jobs(found: Any) -> Iterator[Job]:
    return (Job(**row) for row in found.values(*_FIELDS))
