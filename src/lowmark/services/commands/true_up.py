"""True up a period: say the averages of its goods, and post what they differ by from what was posted on the way.

Locks:  as `write` takes them: the periods, shared; the pools; the entity clock last.
"""

from typing import cast

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_period
from lowmark.services.operations.true_up import OPERATION, Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Period
from lowmark.store.session import Writer
from lowmark.store.valuation import read as valuation_read


def true_up(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Post what the averages of a period come to beyond what its goods went at.

    Raises: Problem `not_found`, `period_closed`, `refused`: nothing is written.
    """
    entity = granted.entity

    def work(writer: Writer) -> Done:
        import polars as pl

        from lowmark.services.recording.late.true_ups import plan_true_up
        from lowmark.services.recording.planned import Plan, require_sound
        from lowmark.services.recording.write import write

        period = find_period(writer, granted, request.ends_on)
        if period.state == "closed":
            raise Problem("period_closed", f"the period of {period.ends_on} is closed", hint="reopen it first")
        _require_next(writer, granted, period)
        planned = plan_true_up(writer, entity=entity, period=period, because=request.because)
        require_sound(planned.problems)
        assert granted.user_id is not None  # Posting takes a role, and roles are people's.
        posted = write(writer, planned, documents=pl.DataFrame(), user_id=granted.user_id)
        if isinstance(posted, Plan):
            require_sound(posted.problems)
        assert not isinstance(posted, Plan)  # A plan comes back for its problems.
        assert planned.posting is not None
        own = planned.posting.flows.filter(pl.col("accounting_on") == period.ends_on)
        response = Response(
            entity=entity.code, ends_on=period.ends_on, known_seq=posted.last_seq, currency=entity.currency,
            pools=planned.posting.costed.flows["pool"].n_unique(), moves=own["move"].n_unique(),
            on_hand_minor=posted.inventory_minor, expensed_minor=-posted.inventory_minor, entries=posted.entries,
            lines=tuple(Line(event=event, amount_minor=amount) for event, amount in sorted(posted.by_event.items())),
        )  # fmt: skip
        return Done(response, f"averages of {period.ends_on}", because=request.because)

    return cast("Response", run_command(OPERATION, request, actor=actor, granted=granted, work=work))


def _require_next(writer: Writer, granted: Granted, period: Period) -> None:
    """Refuse a period that is trued up, or one before which another with averages to be said lies.

    Raises: Problem `refused`.
    """
    entity_id = granted.entity.id
    trued = {each.id for each in entities_read.periods_trued_up(writer, entity_id)}
    if period.id in trued:
        raise Problem("refused", f"the averages of {period.ends_on} have been said",
                      hint="nothing: what comes to be known of it now is costed with them")  # fmt: skip
    for each in entities_read.periods(writer, entity_id):
        if each.ends_on < period.ends_on and each.id not in trued and valuation_read.averaged_in(
            writer, entity_id, each.starts_on, each.ends_on
        ):  # fmt: skip
            raise Problem("refused", f"the averages of {each.ends_on} have not been said",
                          hint="true up periods in their order")  # fmt: skip
