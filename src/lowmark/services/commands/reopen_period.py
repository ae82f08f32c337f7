"""Reopen a period. Whoever closed it does not reopen it; what the books said at the close stays where it was said.

Locks:  the period, exclusively, as a close does.
"""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_period
from lowmark.services.operations.reopen_period import OPERATION, Request, Response
from lowmark.store.entities import closing as closing_read
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Writer


def reopen_period(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Reopen the period that was closed last.

    Raises: Problem `refused` when it is open, when a later one is closed, or when the same person closed it;
            `bad_request` without a reason, `not_found`.
    """
    if not request.because.strip():
        raise Problem("bad_request", "a period is reopened for a reason", hint="say why")
    entity = granted.entity

    def work(writer: Writer) -> Done:
        period = find_period(writer, granted, request.ends_on)
        writer.hold_period(period.id, exclusive=True)
        period = find_period(writer, granted, request.ends_on)
        later = [one for one in entities_read.periods(writer, entity.id)
                 if one.state == "closed" and one.ends_on > period.ends_on]  # fmt: skip
        closes = [row for row in closing_read.events(writer, period.id) if row["event"] == "closed"]
        against = {
            f"the period of {period.ends_on} is {period.state}": period.state != "closed",
            "a later period is closed": bool(later),
            "whoever closed a period does not reopen it": bool(closes) and closes[-1]["by_user"] == granted.user_id,
        }
        if any(against.values()):
            raise Problem("refused", "; ".join(reason for reason, holds in against.items() if holds),
                          hint="reopen the latest first, and let another person do it")  # fmt: skip
        sequences, recorded_at = writer.tick(entity.id, 1)
        before = closes[-1]["statement_hash"]
        writer.insert("period_event", [{
            "id": writer.take_ids("period_event", 1)[0], "entity_id": entity.id, "period_id": period.id,
            "event": "reopened", "by_user": granted.user_id, "because": request.because, "statement_hash": before,
            "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        writer.execute("UPDATE entities_period SET state = 'open' WHERE id = %s", [period.id])
        response = Response(entity=entity.code, ends_on=period.ends_on, state="open", closed_by=closes[-1]["username"] or "",
                            statement_hash=before.hex() if before else "", known_seq=sequences[0])  # fmt: skip
        return Done(response, f"period {period.ends_on}", request.because, before_hash=before)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
