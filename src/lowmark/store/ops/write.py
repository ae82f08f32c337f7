"""Write jobs: each change is one statement that says which state it changes, so that of two only one does."""

from django.db import IntegrityError
from django.db.models import F
from django.db.models.functions import Now

from lowmark.store.ops.models import Job
from lowmark.store.ops.read import OPEN


def add(*, name: str, entity: str, operation: str, request: str, user_id: int, username: str, is_operator: bool,
        request_key: str | None, bounds: str) -> bool:  # fmt: skip
    """Add a waiting job; say whether it is new (somebody's key makes one job)."""
    try:
        Job.objects.create(name=name, entity=entity, operation=operation, request=request, user_id=user_id,
                           username=username, is_operator=is_operator, request_key=request_key,
                           bounds=bounds)  # fmt: skip
    except IntegrityError:
        return False
    return True


def begin(name: str) -> bool:
    """Note that a job is begun, once more; say whether it was still to be done. Its lock has to be held."""
    found = Job.objects.filter(name=name, state__in=OPEN)
    return bool(found.update(state="running", tries=F("tries") + 1, words="", done=0, of=0))


def advance(name: str, *, words: str, done: int, of: int) -> None:
    """Note how far a job has come."""
    Job.objects.filter(name=name).update(words=words, done=done, of=of)


def end(name: str, *, state: str, answer: str = "", problem: str = "") -> None:
    """Note what came of a job. Its lock has to be held."""
    Job.objects.filter(name=name, state__in=OPEN).update(state=state, answer=answer, problem=problem, ended_at=Now())


def ask_to_cancel(name: str) -> None:
    """Ask whoever is at a job to stop; one that nobody has begun is over at once."""
    Job.objects.filter(name=name, state="waiting").update(state="cancelled", cancel_asked=True, ended_at=Now())
    Job.objects.filter(name=name, state="running").update(cancel_asked=True)
