"""Which periods follow one another in an entity's calendar, and their opening as facts that say who opened them, and why.

Before this: an entity that is set up, or whose last period comes near. After this: moves count in them.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from lowmark.core.kinds.calendars import FiscalCalendar
from lowmark.core.kinds.day import from_day, to_day
from lowmark.core.kinds.problems import Problem
from lowmark.store.session import Writer

AT_ONCE_MAX = 240
"""So many periods are opened at once at most: twenty years of months."""


def periods_from(calendar: FiscalCalendar, first_on: date, n: int) -> Iterator[tuple[date, date]]:
    """Yield the first and last days of so many periods.

    Raises: Problem `bad_request` for a number that cannot be, and for a day that begins no period.

    >>> [str(last) for _, last in periods_from(FiscalCalendar(), date(2027, 1, 1), 2)]
    ['2027-01-31', '2027-02-28']
    """
    if not 1 <= n <= AT_ONCE_MAX:
        raise Problem("bad_request", f"{n} periods cannot be opened at once", hint=f"give 1 to {AT_ONCE_MAX}")
    starts, ends = calendar.period_of(to_day(first_on))
    if starts != to_day(first_on):
        raise Problem("bad_request", f"{first_on} is not the first of a period",
                      hint=f"the period that holds it begins on {from_day(starts)}")  # fmt: skip
    for _ in range(n):
        yield from_day(starts), from_day(ends)
        starts, ends = calendar.period_of(ends + 1)


def write_periods(
    writer: Writer, entity_id: int, days: Sequence[tuple[date, date]], *, by_user: int, because: str
) -> None:
    """Write periods, open, and who opened them."""
    numbers = writer.take_ids("period", len(days))
    writer.insert("period", [
        {"id": number, "entity_id": entity_id, "starts_on": starts, "ends_on": ends, "state": "open"}
        for number, (starts, ends) in zip(numbers, days, strict=True)
    ])  # fmt: skip
    sequences, recorded_at = writer.tick(entity_id, len(days))
    event_ids = writer.take_ids("period_event", len(days))
    writer.insert("period_event", [
        {"id": event_id, "entity_id": entity_id, "period_id": number, "event": "opened", "by_user": by_user,
         "because": because, "statement_hash": None, "known_seq": seq, "recorded_at": recorded_at}
        for event_id, number, seq in zip(event_ids, numbers, sequences, strict=True)
    ])  # fmt: skip
