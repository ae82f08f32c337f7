"""Record what one entity holds of another; a circle, or more than all of an entity, is refused."""

from lowmark.core.consolidation.ownership import Holding, members_of
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.core.tables.ownership import METHODS
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.groups.members import visible
from lowmark.services.operations.set_ownership import OPERATION, Member, Request, Response
from lowmark.store.entities.holdings import holdings_of, write_holding
from lowmark.store.session import Writer

WHOLE = 1_000_000


def set_ownership(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a holding.

    Raises: Problem `not_granted` for an entity without a grant, worded the same whether there is one; `bad_request`; and
            as `members_of`.
    """
    seen = visible(actor, granted)
    if request.held == request.entity:
        raise Problem("bad_request", f"{request.entity} does not hold itself", hint="name the entity that is held")
    if request.held not in seen:
        raise Problem("not_granted", f"{actor.username} holds no role in {request.held!r}",
                      hint="whoever says what is held needs a role in both")  # fmt: skip
    if request.method not in METHODS:
        raise Problem(
            "bad_request", f"no method is called {request.method!r}", hint=f"use one of: {', '.join(METHODS)}"
        )
    share = parse_rate_micro(request.share)
    if not 0 <= share <= WHOLE or (share == 0) != (request.method == "none"):
        raise Problem(
            "bad_request", f"{request.share} cannot be held", hint="give 0 % with the method none, else up to 100 %"
        )

    def work(writer: Writer) -> Done:
        entity = granted.entity
        sequences, recorded_at = writer.tick(entity.id, 1)
        write_holding(writer, {
            "entity_id": entity.id, "held": request.held, "share_micro": share, "method": request.method,
            "valid_from": request.valid_from, "set_by": granted.user_id, "known_seq": sequences[0],
            "recorded_at": recorded_at,
        })  # fmt: skip
        rows = [row for code, each in sorted(seen.items())
                for row in holdings_of(writer, each.entity.id, code, as_of=request.valid_from)]  # fmt: skip
        members = members_of(parent=entity.code, holdings=[
            Holding(holder=row["holder"], held=row["held"], share_micro=row["share_micro"], method=row["method"])
            for row in rows
        ])  # fmt: skip
        response = Response(
            entity=entity.code, held=request.held, share_micro=share, valid_from=request.valid_from,
            members=tuple(Member(member=each.entity, method=each.method, share=str(each.share)) for each in members),
        )  # fmt: skip
        return Done(response, f"ownership {request.held}", request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
