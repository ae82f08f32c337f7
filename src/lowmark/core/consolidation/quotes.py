"""Quotes: dated rates as a source gives them, and what they say of any two currencies on a day or over a time.

Before this: facts of rates. After this: translation, margins of layers. A quote holds until the next one: sources publish on
working days only. A currency that is no longer quoted has no rate for long. Two currencies that are not quoted against one
another are by a third that both are: euro reference rates are all for one euro.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from lowmark.core.consolidation.exchange import ONE, Rate
from lowmark.core.kinds.problems import Problem

HOLDS_DAYS: Final = 31
"""So long does a quote hold where no other follows: a month-end's to the next."""


class Quote(NamedTuple):
    """So many units of one currency for one of another, from a day on."""

    of: str
    into: str
    on: date
    numerator: int
    denominator: int


@dataclass(slots=True)
class Quotes:
    """The quotes of some sources; of one day, the one that comes last holds.

    >>> quotes = Quotes([Quote("EUR", "USD", date(2026, 1, 2), 11, 10), Quote("EUR", "CAD", date(2026, 1, 2), 3, 2)])
    >>> quotes.on("USD", "CAD", date(2026, 1, 4)), quotes.on("USD", "USD", date(2026, 1, 4))
    (Rate(numerator=15, denominator=11), Rate(numerator=1, denominator=1))
    """

    quotes: Iterable[Quote]
    _days: dict[tuple[str, str], list[date]] = field(init=False, default_factory=dict)
    _rates: dict[tuple[str, str], list[Fraction]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the quotes by their currencies and days, both ways round."""
        latest: dict[tuple[str, str], dict[date, Fraction]] = {}
        for quote in self.quotes:
            rate = Fraction(quote.numerator, quote.denominator)
            latest.setdefault((quote.of, quote.into), {})[quote.on] = rate
        for (of, into), by_day in sorted(latest.items()):
            for pair, turned in (((of, into), False), ((into, of), True)):
                if pair in self._days and turned:
                    continue
                self._days[pair] = sorted(by_day)
                self._rates[pair] = [_turned(by_day[on]) if turned else by_day[on] for on in self._days[pair]]

    def on(self, of: str, into: str, on: date) -> Rate:
        """Return the rate that holds on a day.

        Raises: Problem ``no_rate``.
        """
        found = self._found(of, into, on)
        return ONE if of == into else Rate(numerator=found.numerator, denominator=found.denominator)

    def since(self, of: str, into: str, on: date) -> Rate:
        """Return the rate that held on a day, or the first one after it where rates begin later.

        Raises: Problem ``no_rate``.
        """
        days = self._quoted(of, into)
        return self.on(of, into, on if not days else max(on, days[0]))

    def average(self, of: str, into: str, first: date, last: date) -> Rate:
        """Return the mean of the rates of every quoted day of a time, exactly; where none is, the one that holds.

        Raises: Problem ``no_rate``.
        """
        if of == into:
            return ONE
        days = [on for on in self._quoted(of, into) if first <= on <= last]
        if not days:
            return self.on(of, into, last)
        mean = sum((self._found(of, into, on) for on in days), Fraction(0)) * Fraction(1, len(days))
        return Rate(numerator=mean.numerator, denominator=mean.denominator)

    def _quoted(self, of: str, into: str) -> list[date]:
        """Return the days on which two currencies are quoted, by a third where they are not directly."""
        if (of, into) in self._days:
            return self._days[of, into]
        third = self._third(of, into)
        return [] if third is None else sorted({*self._days[of, third]} & {*self._days[third, into]})

    def _third(self, of: str, into: str) -> str | None:
        return next((third for first, third in sorted(self._days) if first == of and (third, into) in self._days), None)

    def _found(self, of: str, into: str, on: date) -> Fraction:
        if of == into:
            return Fraction(1)
        third = self._third(of, into)
        if (of, into) in self._days:
            return self._held(of, into, on)
        if third is None:
            raise Problem("no_rate", f"there is no rate of {of} in {into}", where={"currency": of},
                          hint="import rates of both for one currency, such as the euro reference rates")  # fmt: skip
        return self._held(of, third, on) * self._held(third, into, on)

    def _held(self, of: str, into: str, on: date) -> Fraction:
        """Return the last quote up to a day, unless it is too old to hold."""
        days = self._days[of, into]
        place = bisect_right(days, on)
        if place == 0 or on - days[place - 1] > timedelta(days=HOLDS_DAYS):
            last = f"the last is of {days[place - 1]}" if place else f"the first is of {days[0]}"
            raise Problem("no_rate", f"there is no rate of {of} in {into} for {on}: {last}",
                          hint="import the rates of that time", where={"currency": of, "day": on.isoformat()})  # fmt: skip
        return self._rates[of, into][place - 1]


def _turned(rate: Fraction) -> Fraction:
    """Return a rate the other way round."""
    return Fraction(rate.denominator, rate.numerator)
