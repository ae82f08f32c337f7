"""Read what a request says of several members in one field: words with semicolons between them."""

from collections.abc import Iterator
from datetime import date

from lowmark.core.consolidation.reported import Event
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.services.groups.gathering import Asked


def asked_of(*, as_of: date, tax_rates: str, figures_of: str, events: str, accept_late: bool) -> Asked:
    """Return what was asked for.

    Raises: Problem `bad_request`.

    >>> found = asked_of(as_of=date(2026, 10, 31), tax_rates="MAPLE 26.5 %; RIDGE 21 %", figures_of="RIDGE 2026-09-30",
    ...                  events="RIDGE 2026-10-02 a fire; ", accept_late=False)
    >>> found.tax_rates_micro, found.events[0].words
    ({'MAPLE': 265000, 'RIDGE': 210000}, 'a fire')
    """
    return Asked(
        as_of=as_of, tax_rates_micro={code: parse_rate_micro(said) for code, said in _each(tax_rates)},
        figures_of={code: _day(said) for code, said in _each(figures_of)},
        events=tuple(
            Event(entity=code, on=_day(said.split(" ", 1)[0]), words=said.partition(" ")[2].strip())
            for code, said in _each(events)
        ),
        accept_late=accept_late,
    )  # fmt: skip


def _each(text: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, (each.strip() for each in text.split(";"))):
        code, _, said = part.partition(" ")
        if not said.strip():
            raise Problem(
                "bad_request", f"{part[:60]!r} says nothing of {code[:20]}", hint="give the code, then what is said"
            )
        yield code, said.strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("bad_request", f"{text[:40]!r} is not a day", hint="write 2026-10-31") from None
