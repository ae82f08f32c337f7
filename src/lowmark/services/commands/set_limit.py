"""Set an approval limit: dated, per person and currency, cumulative per period. Nobody sets their own."""

from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.services import people
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.set_limit import OPERATION, Request, Response
from lowmark.store.session import Writer


def set_limit(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a limit; the latest that is valid by a run's date is in force.

    Raises: Problem `not_found`, `refused` for one's own, or as `parse_minor` words it.
    """
    user_id, currency = people.user_id(request.user), request.currency or granted.entity.currency
    if user_id is None:
        raise Problem("not_found", f"nobody here is called {request.user!r}", hint="a grant of a role makes one")
    if user_id == actor.user_id:
        raise Problem("refused", "nobody sets their own limit", hint="ask another administrator")
    amount = parse_minor(request.amount, currency) if request.amount else None
    if amount is not None and amount < 0:
        raise Problem("bad_request", "a limit is not below zero", hint="give nothing to take it away")

    def work(writer: Writer) -> Done:
        sequences, recorded_at = writer.tick(granted.entity.id, 1)
        writer.insert("approval_limit", [{
            "id": writer.take_ids("approval_limit", 1)[0], "entity_id": granted.entity.id, "user_id": user_id,
            "currency": currency, "amount_minor": amount, "valid_from": request.valid_from, "set_by": granted.user_id,
            "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        response = Response(entity=granted.entity.code, user=request.user, currency=currency, amount_minor=amount,
                            valid_from=request.valid_from)  # fmt: skip
        return Done(response, f"limit of {request.user}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
