"""Carry out one command: open the database, say who asks, prove it where needed, call the service, show the outcome.

Before this: `commands` (what was typed). After this: `services.call`, the one way in. Django is imported in here, not
above, so that `lowmark --help` stays quick.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from getpass import getuser
from typing import Any, NoReturn

import typer

from lowmark.core.kinds.problems import Problem
from lowmark.doors import DONE, REFUSED, meaning, place
from lowmark.doors.presenting.figures import clean
from lowmark.services.actor import Actor
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a command was asked: by whom, for whose eyes, under which idempotency key."""

    as_user: str = ""
    as_json: bool = False
    request_key: str = ""
    later: bool = False


def perform(name: str, asked: Mapping[str, Any], manner: Manner) -> None:
    """Run an operation and print its response; ends the command with the exit code that belongs to it."""
    operation = BY_NAME[name]
    with refusals(manner):
        if manner.later:
            _enqueue(operation, operation.request(**asked), manner)
            raise typer.Exit(DONE)
        response = answer(operation, operation.request(**asked), manner)
        show(name, response, manner)
    raise typer.Exit(outcome(response))


def _enqueue(operation: Operation, request: Any, manner: Manner) -> None:
    """Make it a job, and say which."""
    actor = principal(operation, manner)
    open_django()
    from lowmark.services import jobs

    name = jobs.enqueue(operation, request, actor=actor)
    if manner.as_json:
        sys.stdout.write(json.dumps({"entity": request.entity, "job": name}) + "\n")
    else:
        sys.stdout.write(f"job {name}: `lowmark job --entity {request.entity} --job {name}` shows how it stands\n")


def answer(operation: Operation, request: Any, manner: Manner, *, step_up_id: int | None = None) -> Any:
    """Call the service as whoever asks."""
    actor = replace(principal(operation, manner), step_up_id=step_up_id)
    open_django()
    from lowmark.services.call import call

    if operation.fresh and manner.as_user:
        _prove_presence(actor)
    if not operation.long:
        return call(operation, request, actor=actor)
    with progress(operation.name):
        return call(operation, request, actor=actor)


def _prove_presence(actor: Actor) -> None:
    """Let whoever is named prove that it is really him, who has a password: a terminal keeps no session."""
    from lowmark.doors.cli.secrets import secret
    from lowmark.services import proofs

    if proofs.needs_password(actor):
        proofs.require_password(actor, secret(f"Password of {actor.username}"))


@cache
def open_django() -> None:
    """Set Django up, once."""
    from lowmark.services.setup import prepare_django

    try:
        prepare_django()
    except ValueError as error:
        raise Problem("unfit_database", str(error), hint="correct lowmark.toml or LOWMARK_DATABASE_URL") from None


def principal(operation: Operation, manner: Manner) -> Actor:
    """Return who asks: the user named, or else the operator who holds the database, for operators' work alone.

    Raises: Problem ``not_signed_in``.
    """
    if manner.as_user:
        open_django()
        from lowmark.services import people

        user_id = people.user_id(manner.as_user)
        if user_id is None:
            raise Problem("not_signed_in", f"nobody here is called {manner.as_user!r}", where={"--as": manner.as_user},
                          hint="`lowmark grant` makes a user and gives a role")  # fmt: skip
        return Actor(user_id=user_id, username=manner.as_user, door="cli", is_operator=operation.policy.operator,
                     request_key=manner.request_key)  # fmt: skip
    if not operation.policy.operator:
        raise Problem("not_signed_in", f"`{operation.name}` is done by a person with a role in the entity",
                      hint="say who asks: --as USER, or set LOWMARK_USER")  # fmt: skip
    return Actor(user_id=None, username=_login(), door="cli", is_operator=True, request_key=manner.request_key)


def _login() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        return "operator"


def outcome(response: Any) -> int:
    """Return the exit code of a response: a refusal that is returned is one, like a refusal that is raised."""
    said = [getattr(response, name, True) for name in ("accepted", "clean", "healthy")]
    return DONE if all(said) else REFUSED


def show(name: str, response: Any, manner: Manner) -> None:
    """Print a response: as JSON, by the operation's own presenter, or by the one for all."""
    from lowmark.doors.cli import tables
    from lowmark.doors.cli.present import presenter

    if manner.as_json:
        sys.stdout.write(json.dumps(tables.plain_data(response), ensure_ascii=False, indent=1) + "\n")
        return
    presenter(name)(response, tables.console())


@contextmanager
def refusals(manner: Manner) -> Iterator[None]:
    """Turn a problem into words on standard error and an exit code, and a database that fails into a problem."""
    try:
        yield
    except Problem as problem:
        fail(problem, manner)
    except Exception as error:
        if not _of_the_database(error):
            raise
        fail(Problem("unfit_database", f"the database cannot be used: {error}".strip(),
                     hint="`lowmark doctor` says where it is and what ails it"), manner)  # fmt: skip


def _of_the_database(error: Exception) -> bool:
    """Whether Django says that the database itself is not as it has to be (Django need not have been imported)."""
    module = sys.modules.get("django.db.utils")
    return module is not None and isinstance(error, (module.OperationalError, module.ProgrammingError))


def fail(problem: Problem, manner: Manner) -> NoReturn:
    """Say on standard error what is wrong, where, why and what to do; end with the code's exit code."""
    sys.stderr.write(worded(problem, as_json=manner.as_json))
    raise typer.Exit(meaning(problem.code).exit_code)


def worded(problem: Problem, *, as_json: bool = False) -> str:
    """Write a problem as four lines, or as one of JSON.

    >>> print(worded(Problem("bad_day", "'31/10' is not a date", hint="write 2026-10-31", where={"row": 3})), end="")
    error:      '31/10' is not a date
    where:      row 3
    why:        bad_day
    what to do: write 2026-10-31
    """
    if as_json:
        told = {"code": problem.code, "message": problem.message, "hint": problem.hint, "where": place(problem)}
        return json.dumps(told, ensure_ascii=False) + "\n"
    where = ", ".join(f"{name} {value}" for name, value in place(problem).items())
    lines = {"error": problem.message, "where": where, "why": problem.code, "what to do": problem.hint}
    return "".join(f"{name + ':':<11} {clean(said)}\n" for name, said in lines.items() if said)


@contextmanager
def progress(name: str) -> Iterator[None]:
    """Show on standard error that long work goes on, and each line that it says of itself."""
    from lowmark.doors.cli.tables import console
    from lowmark.services.progress import listening

    err = console(stderr=True)

    def hear(words: str, done: int, of: int) -> None:
        err.print(f"{done:>{len(str(of))}}/{of} {clean(words)}", style="dim")

    with listening(hear):
        if not err.is_terminal:
            yield
            return
        with err.status(f"{name} …"):
            yield
