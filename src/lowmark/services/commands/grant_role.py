"""Give a person a role in an entity, or take it away. Nobody grants a role to themselves."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.grants import ROLES
from lowmark.services import administrators
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.grant_role import OPERATION, Request, Response
from lowmark.services.people import ensure_user
from lowmark.store.access import read as access_read
from lowmark.store.session import Writer


def grant_role(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a grant; the latest row of a person and role is in force from the next request on.

    Locks:  who administers, where that role is taken away.
    Raises: Problem `bad_request` for an unknown role, `refused` for a grant to oneself and for the last
            active administrator.
    """
    if request.role not in ROLES:
        raise Problem("bad_request", f"no role is called {request.role!r}", hint=f"one of {', '.join(ROLES)}")
    user_id = ensure_user(request.user)
    if user_id == actor.user_id and request.granted:
        raise Problem("refused", "nobody grants themselves a role", hint="ask another administrator")

    def work(writer: Writer) -> Done:
        if request.role == "administrator" and not request.granted:
            administrators.hold(writer)
            administrators.require_another(
                writer, user_id=user_id, username=request.user, entity_ids=(granted.entity.id,)
            )
        sequences, recorded_at = writer.tick(granted.entity.id, 1)
        writer.insert("grant", [{
            "id": writer.take_ids("grant", 1)[0], "entity_id": granted.entity.id, "user_id": user_id,
            "role": request.role, "granted": request.granted, "granted_by": granted.user_id,
            "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        roles = access_read.roles_of(writer, user_id).get(granted.entity.id, frozenset())
        response = Response(entity=granted.entity.code, user=request.user, roles=tuple(sorted(roles)))
        return Done(response, f"user {request.user}", f"{'grant' if request.granted else 'revoke'} {request.role}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
