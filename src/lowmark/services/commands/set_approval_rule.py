"""Set a dated rule on who decides. One person is enough only where nobody else may approve."""

from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.approval_rules import PROFILES
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.set_approval_rule import OPERATION, Request, Response
from lowmark.store.session import Writer


def set_approval_rule(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a rule; the latest that is valid by a run's date is in force.

    Raises: Problem `bad_request`, or as `parse_minor` words it.
    """
    if request.profile not in PROFILES:
        raise Problem("bad_request", f"{request.profile!r} is no profile", hint=f"one of {', '.join(PROFILES)}")
    auto_accept = parse_minor(request.auto_accept, granted.entity.currency)
    if auto_accept < 0:
        raise Problem("bad_request", "an amount that needs no reviewer is not below zero", hint="give 0 for none")

    def work(writer: Writer) -> Done:
        sequences, recorded_at = writer.tick(granted.entity.id, 1)
        writer.insert("approval_rule", [{
            "id": writer.take_ids("approval_rule", 1)[0], "entity_id": granted.entity.id, "profile": request.profile,
            "valid_from": request.valid_from, "auto_accept_minor": auto_accept, "because": request.because,
            "set_by": granted.user_id, "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        response = Response(entity=granted.entity.code, profile=request.profile, auto_accept_minor=auto_accept,
                            currency=granted.entity.currency, valid_from=request.valid_from)  # fmt: skip
        return Done(response, f"approval rule {request.profile}", request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
