"""Open the next periods of an entity: what an entity is set up with ends one day, and its books go on."""

from datetime import timedelta

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.opening_periods import periods_from, write_periods
from lowmark.services.operations.open_periods import OPERATION, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Writer


def open_periods(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Open the periods after the last.

    Locks:  the periods of the entity, after the key; the entity clock last.
    Raises: Problem `bad_request` without a reason, and for a number that cannot be.
    """
    if not request.because.strip():
        raise Problem("bad_request", "periods are opened for a reason", hint="say why")
    entity = granted.entity

    def work(writer: Writer) -> Done:
        assert granted.user_id is not None  # Opening takes a role, and roles are people's.
        lock_key(writer, entity.id, "periods")
        last = entities_read.periods(writer, entity.id)[-1]
        days = list(periods_from(entity.calendar, last.ends_on + timedelta(days=1), request.periods))
        write_periods(writer, entity.id, days, by_user=granted.user_id, because=request.because)
        response = Response(entity=entity.code, periods=len(days), starts_on=days[0][0], ends_on=days[-1][1])
        return Done(response, f"periods up to {days[-1][1]}", request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
