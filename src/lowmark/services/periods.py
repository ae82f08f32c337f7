"""Share periods: whoever posts holds the periods that it posts into open until it has written.

Before this: a command that knows its days. After this: what it decides rests on the states returned here, which were read
once nobody could close them any more.
"""

from collections.abc import Callable, Collection
from datetime import date

from lowmark.core.kinds.problems import Problem
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Period
from lowmark.store.session import Writer


def share_periods(writer: Writer, entity_id: int, which: Callable[[Period], bool]) -> list[Period]:
    """Share periods, oldest first, and return them as they stand now that nobody can close them."""
    for period in filter(which, entities_read.periods(writer, entity_id)):
        writer.hold_period(period.id, exclusive=False)
    return [period for period in entities_read.periods(writer, entity_id) if which(period)]


def share_open_periods(writer: Writer, entity_id: int, days: Collection[date], *, hint: str) -> None:
    """Share the periods of some days, and refuse the days whose period is closed.

    Raises: Problem `period_closed`, naming every day; `refused` for days that no period has.
    """
    held = share_periods(writer, entity_id, lambda period: any(period.holds(day) for day in days))
    of_days = {day: period for day in sorted(set(days)) for period in held if period.holds(day)}
    if closed := [str(day) for day, period in of_days.items() if period.state == "closed"]:
        raise Problem("period_closed", f"the period of {', '.join(closed)} is closed", hint=hint)
    if lost := [str(day) for day in sorted(set(days) - set(of_days))]:
        raise Problem("refused", f"no period holds {', '.join(lost)}", hint="open periods that reach so far")
