"""Lend a role of one's own for some days. What is lent is used within the lender's limit, and never lent on."""

from datetime import timedelta

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.delegations import LENT
from lowmark.services import people
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.delegate import OPERATION, Request, Response
from lowmark.store.access import read as access_read
from lowmark.store.session import Writer


def delegate(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a delegation; the latest of two people and a role is in force.

    Raises: Problem `bad_request`, `not_found` for somebody who is not there, `refused` for a role that one does not
            hold, and for lending to oneself.
    """
    if request.role not in LENT:
        raise Problem("bad_request", f"{request.role!r} is not lent", hint=f"one of {', '.join(LENT)}")
    if request.ends_on < request.starts_on:
        raise Problem("bad_request", "the last day is before the first", hint="give the days in their order")
    borrower = people.user_id(request.to)
    if borrower is None:
        raise Problem("not_found", f"nobody here is called {request.to!r}", hint="`grant` a role first, or `user add`")
    if borrower == actor.user_id:
        raise Problem("refused", "nobody lends a role to themselves", hint="name somebody else")

    def work(writer: Writer) -> Done:
        own = access_read.roles_of(writer, actor.user_id or 0).get(granted.entity.id, frozenset())
        if request.role not in own:
            raise Problem("refused", f"{actor.username} does not hold the role of {request.role}",
                          hint="what was lent is not lent on")  # fmt: skip
        sequences, recorded_at = writer.tick(granted.entity.id, 1)
        ends_on = request.starts_on - timedelta(days=1) if request.take_back else request.ends_on
        writer.insert("delegation", [{
            "id": writer.take_ids("delegation", 1)[0], "entity_id": granted.entity.id, "from_user": actor.user_id,
            "to_user": borrower, "role": request.role, "starts_on": request.starts_on, "ends_on": ends_on,
            "because": request.because, "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        holds = not request.take_back
        response = Response(
            entity=granted.entity.code, lender=actor.username, to=request.to, role=request.role,
            starts_on=request.starts_on if holds else None, ends_on=request.ends_on if holds else None,
        )  # fmt: skip
        return Done(response, f"{request.role} to {request.to}", request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
