"""Jobs: an operation asked for now and carried out by a worker, with its progress, a way to stop it, and its answer.

Before this: a door that does not want to wait. After this: `services.call`, as if the person had waited; the job's name
is its idempotency key, so a command that was killed after its commit, and is begun again, answers what it answered
first. Who asked is looked at twice: when the job is asked for, and when it is carried out.
"""

import json
import logging
import secrets
import typing
from collections.abc import Iterator
from datetime import date
from typing import Any

from lowmark.core.kinds.problems import Problem
from lowmark.services import people
from lowmark.services.access import admit
from lowmark.services.actor import Actor, Bounds
from lowmark.services.call import call, require_within_bounds
from lowmark.services.catalogue import BY_NAME
from lowmark.services.command import from_json, to_json
from lowmark.services.operation import File, Operation
from lowmark.services.progress import Stopped, listening
from lowmark.store import spool
from lowmark.store.ops import held
from lowmark.store.ops import read as ops_read
from lowmark.store.ops import write as ops_write
from lowmark.store.ops.read import Job

TRIES = 3
"""So often is a job begun. What has killed so many workers is not begun again."""

OPERATORS = 0
"""In place of a user's number: whoever holds the database, without a name."""


def may_wait(operation: Operation) -> bool:
    """Whether an operation can be a job: it is of one entity, and needs no proof that somebody is there, bound or recent.

    >>> may_wait(BY_NAME["propose"]), may_wait(BY_NAME["approve"]), may_wait(BY_NAME["job"]), may_wait(BY_NAME["init"])
    (True, False, False, False)
    """
    needs_somebody = operation.step_up or operation.fresh
    return bool(operation.policy.roles) and not needs_somebody and not operation.about_jobs


def enqueue(operation: Operation, request: Any, *, actor: Actor) -> str:
    """Ask for an operation to be carried out by a worker; return the job's name. The same key asks once.

    Raises: Problem: `bad_request` for what cannot wait; `not_granted`; `key_reused`.
    """
    if not may_wait(operation):
        raise Problem("bad_request", f"{operation.name} cannot wait", hint="ask for it without a job")
    require_within_bounds(operation, request.entity, actor=actor)
    admit(operation, request.entity, actor=actor)
    for one in vars_of(request):
        if isinstance(one, File):
            spool.put(one.content)
    name, told, user = secrets.token_hex(6), to_json(request), actor.user_id or OPERATORS
    key = actor.request_key or None
    is_new = ops_write.add(name=name, entity=request.entity, operation=operation.name, request=told, user_id=user,
                           username=actor.username, is_operator=actor.is_operator, request_key=key,
                           bounds="" if actor.bounds is None else to_json(actor.bounds))  # fmt: skip
    if not is_new:
        first = ops_read.job_of_key(user, key or "")
        assert first is not None, "only a key that is there already is in the way"
        if (first.operation, first.request) != (operation.name, told):
            raise Problem("key_reused", f"the key {key!r} was used for another job", hint="send a new key")
        return first.name
    held.ring()
    return name


def vars_of(request: Any) -> Iterator[Any]:
    """Yield the values of a request's fields."""
    return (getattr(request, name) for name in type(request).__dataclass_fields__)


def run_next() -> bool:
    """Carry out the oldest job that waits, or whose worker has died; say whether there was one."""
    for name in ops_read.open_jobs():
        with held.held(name) as is_ours:
            if is_ours and ops_write.begin(name):
                job = ops_read.job(name)
                assert job is not None, "it has just been begun"
                _carry_out(job)
                held.forget(name)
                return True
    return False


def answer_of(job: Job) -> Any:
    """Return what a job's operation answered, as its response; null where it has not."""
    return from_json(BY_NAME[job.operation].response, job.answer) if job.answer else None


def _carry_out(job: Job) -> None:
    """Carry a job out, and note what came of it, whatever that is."""

    def hear(words: str, done: int, of: int) -> None:
        ops_write.advance(job.name, words=words, done=done, of=of)
        if ops_read.cancel_asked(job.name):
            raise Stopped

    try:
        if job.tries > TRIES:
            raise Problem("worker_died", f"{TRIES} workers have died of it", hint="look at the worker's log")
        hear("begun", 0, 0)
        with listening(hear):
            response = call(BY_NAME[job.operation], _request(job), actor=_actor(job))
        ops_write.end(job.name, state="done", answer=to_json(response))
    except Stopped:
        ops_write.end(job.name, state="cancelled")
    except Problem as problem:
        ops_write.end(job.name, state="refused", problem=_told(problem))
    except Exception as error:  # The worker goes on with the next; the log says what it was.
        logging.getLogger("lowmark.jobs").exception("job %s failed", job.name, exc_info=error)
        internal = Problem("internal", "something unexpected happened; nothing was changed", hint="see the log")
        ops_write.end(job.name, state="failed", problem=_told(internal))


def _actor(job: Job) -> Actor:
    """Return who asked, if he still may sign in.

    Raises: Problem `not_signed_in`.
    """
    user_id = None
    if job.user_id != OPERATORS:
        user_id = people.user_id(job.username)
        if user_id != job.user_id:
            raise Problem("not_signed_in", f"{job.username} may not sign in any more")
    bounds = from_json(Bounds, job.bounds) if job.bounds else None
    return Actor(user_id=user_id, username=job.username, door="jobs", is_operator=job.is_operator,
                 request_key=f"job:{job.name}", bounds=bounds)  # fmt: skip


def _request(job: Job) -> Any:
    """Return the request as it was asked; its files come from the spool.

    Raises: Problem `not_found` where a file is not in the spool any more.
    """
    kind = BY_NAME[job.operation].request
    hints, told = typing.get_type_hints(kind), json.loads(job.request)
    return kind(**{name: _value(hints[name], value) for name, value in told.items()})


def _value(hint: Any, value: Any) -> Any:
    if hint is File:
        content = spool.get(bytes.fromhex(value["sha256"]))
        if content is None:
            raise Problem("not_found", f"the file {value['name']} is not kept any more", hint="send it again")
        return File(value["name"], content)
    is_day = hint is date or (date in typing.get_args(hint) and value is not None)
    if typing.get_origin(hint) is tuple:
        return tuple(value)
    return date.fromisoformat(value) if is_day else value


def _told(problem: Problem) -> str:
    where = {name: str(value) for name, value in problem.where.items()}
    return json.dumps({"code": problem.code, "message": problem.message, "hint": problem.hint, "where": where})
