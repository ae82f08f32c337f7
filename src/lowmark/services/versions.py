"""Versions: what somebody has seen of a run, a journal, a plan, a close, the policies or the roles, as a short tag.

Before this: a query that `shows` such a subject; its door hands the tag out (an ETag). After this: a command that `changes`
it and says which version it is meant for; where the subject has gone on meanwhile, nothing is done. The tag of a run or
journal begins with the hash that approvals are bound to, so both say the same. Source: RFC 9110 section 13.1.1.
"""

from collections.abc import Callable
from typing import Any, Final

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted, admit
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book, find_period, find_run
from lowmark.services.operation import Operation
from lowmark.store.audit import versions as seen
from lowmark.store.session import Reader, reading

ANY: Final = "*"


def tag_of(operation: Operation, request: Any, *, actor: Actor) -> str:
    """Return the version of what a query is about to show; empty where there is none.

    Read before the answer: what comes in between makes the tag too old, never too new.
    """
    if not operation.shows:
        return ""
    granted = admit(operation, request.entity, actor=actor)
    with reading(granted.scope("report")) as reader:
        return _tag(reader, operation.shows, request, granted)


def lock_name(operation: Operation, request: Any) -> str:
    """Return what commands on the same subject go one after the other by."""
    parts = [str(getattr(request, name)) for name in _NAMED.get(operation.changes, ())]
    return ":".join(("version", operation.changes, *parts))


def require(reader: Reader, operation: Operation, request: Any, *, granted: Granted, if_match: str) -> None:
    """Hold a subject to the version that a command is meant for. The subject has to be locked.

    Raises: Problem `version_changed`.
    """
    if not if_match:
        return
    now = _tag(reader, operation.changes, request, granted)
    if not now or not {one.strip() for one in if_match.split(",")} & {ANY, f'"{now}"'}:
        raise Problem("version_changed", f"the {operation.changes} is not in the version that this is meant for",
                      hint="look at it again, and send its ETag as If-Match")  # fmt: skip


def _tag(reader: Reader, subject: str, request: Any, granted: Granted) -> str:
    try:
        return _TAGS[subject](reader, request, granted)
    except Problem:  # It is not there: whoever asks is told so by the operation itself.
        return ""


def _run(reader: Reader, request: Any, granted: Granted) -> str:
    run = find_run(reader, granted, request.run)
    return f"{bytes(run['run_hash']).hex()}.{run['state']}.{seen.reviews(reader, run['id'])}"


def _journal(reader: Reader, request: Any, granted: Granted) -> str:
    book = find_book(reader, granted.entity, request.book)
    found = seen.journal(reader, book.id, request.document)
    return "" if found is None else f"{found['draft_hash'].hex()}.{found['decision'] or 'drafted'}.{found['postings']}"


def _plan(reader: Reader, request: Any, granted: Granted) -> str:
    found = seen.plan(reader, granted.entity.id, request.plan)
    return "" if found is None else f"{found['known_seq']}.{found['decided']}"


def _close(reader: Reader, request: Any, granted: Granted) -> str:
    period = find_period(reader, granted, request.ends_on)
    return f"{period.ends_on}.{seen.close(reader, period.id)}"


def _policies(reader: Reader, _request: Any, granted: Granted) -> str:
    return str(seen.last(reader, granted.entity.id, ("evidence_policy",)))


def _roles(reader: Reader, _request: Any, granted: Granted) -> str:
    tables = ("access_grant", "access_delegation", "access_approval_limit", "access_approval_rule")
    return str(seen.last(reader, granted.entity.id, tables))


_TAGS: Final[dict[str, Callable[[Reader, Any, Granted], str]]] = {
    "run": _run, "journal": _journal, "plan": _plan, "close": _close, "policies": _policies, "roles": _roles,
}  # fmt: skip

_NAMED: Final = {"run": ("run",), "journal": ("document",), "plan": ("plan",), "close": ("ends_on",)}
"""The fields of a request that name the subject; the others are the entity's."""
