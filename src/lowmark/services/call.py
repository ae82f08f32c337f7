"""The one way in: find who asks, check the operation's policy, carry it out."""

from collections.abc import Callable
from functools import partial
from typing import Any

from lowmark.core.kinds.problems import Problem
from lowmark.services.actor import Actor
from lowmark.services.operation import Operation


def call(operation: Operation, request: Any, *, actor: Actor) -> Any:
    """Carry out an operation for an actor.

    Raises: Problem: `not_signed_in`, `not_granted`, `step_up_required`, or what the operation itself refuses.
    """
    return allowed(operation, request, actor=actor)()


def allowed(operation: Operation, request: Any, *, actor: Actor) -> Callable[[], Any]:
    """Hold an actor to the operation's policy; return what carries the operation out.

    Raises: Problem: `not_signed_in`, `not_granted`, `step_up_required`, `proof_too_old`.
    """
    assert isinstance(request, operation.request), f"{operation.name} takes {operation.request}"
    if actor.user_id is None and not actor.is_operator:
        raise Problem("not_signed_in", "sign in first", hint="sign in, or send a token")
    entity_code = getattr(request, "entity", "")
    require_within_bounds(operation, entity_code, actor=actor)
    if operation.policy.own:
        if actor.user_id is None:
            raise Problem("not_signed_in", f"{operation.name} is of whoever is signed in", hint="say who asks")
        return partial(operation.function(), request, actor=actor)
    is_operators = operation.policy.operator and not (operation.policy.roles and entity_code)
    if is_operators:
        if not actor.is_operator:
            raise Problem(
                "not_granted",
                f"{operation.name} is for the operator of this installation",
                hint="run it on the command line of the machine that holds the database",
            )
        if operation.policy.demo_only:
            require_demo()
        return partial(operation.function(), request, actor=actor)
    from lowmark.services.access import admit

    if operation.fresh and (actor.is_stale or actor.is_token):
        raise Problem(
            "proof_too_old", f"{operation.name} needs that you have proved who you are within five minutes",
            hint="enter your password, a code or a passkey again; a token cannot do this",
        )  # fmt: skip
    granted = admit(operation, entity_code, actor=actor)
    if operation.step_up and actor.step_up_id is None:
        raise Problem(
            "step_up_required",
            f"{operation.name} needs a fresh proof of who you are",
            hint="enter your password again; a token cannot do this",
        )
    if actor.if_match and operation.kind == "command" and not operation.changes:
        raise Problem("version_changed", f"{operation.name} changes nothing that has a version",
                      hint="leave If-Match out")  # fmt: skip
    return partial(operation.function(), request, actor=actor, granted=granted)


def require_within_bounds(operation: Operation, entity_code: str, *, actor: Actor) -> None:
    """Refuse what a token is not good for: another entity, writing where it may only read, whatever makes tokens.

    Raises: Problem `not_granted`, the same for an entity that is not there.
    """
    bounds = actor.bounds
    if bounds is None:
        return
    is_inside = not bounds.entities or entity_code in bounds.entities
    may = is_inside and not operation.policy.own and (bounds.may_write or operation.kind == "query")
    if not may:
        raise Problem(
            "not_granted", f"this token may not {operation.name} in {entity_code!r}",
            hint="`tokens` says what it is good for; make another, or sign in",
        )  # fmt: skip


def require_demo() -> None:
    """Refuse what is for demos in a database that was not created as one: `lowmark.toml` or the machine says so.

    Raises: Problem `refused`.
    """
    from django.conf import settings

    if not settings.IS_DEMO:
        raise Problem("refused", "this database was not created as a demo",
                      hint="run `lowmark demo` in an empty folder")  # fmt: skip
