"""What a late entry is, as far as rules can say it: a change of estimate, an immaterial error, or a material one.

Before this: an entry of a later year, the day of what it rests on, the earlier year's end, and how significant the amount
would have been then. After this: a person, who decides, and says why where it is decided otherwise. What happened by the year's
end could have been known, and not to have counted it is an error; what happened after it is new information, and so is what an
estimate comes to now. Errors of one year are judged together. Sources: IAS 8.5, 8.34-36, 8.41-42; ASC 250-10-20, 250-10-45-17,
250-10-45-23; SAB Topic 1.M.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from lowmark.core.frameworks.reporting import Size

Class = Literal["estimate", "immaterial_error", "material_error"]

ESTIMATES: Final = frozenset({
    "write_down", "reversal", "write_off", "release_on_sale", "returns_expected", "returns_expected_back",
    "shrinkage_accrued", "shrinkage_accrued_back", "lifo_reserve", "lifo_reserve_back", "standard_raised",
    "standard_lowered",
})  # fmt: skip
"""Events that post what somebody takes to be so: with what is known since, it is taken otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateEntry:
    """An entry of a later year than the one that it belongs to.

    Domain: ``happened_on`` is the latest day of what it rests on, none where no fact is behind it; ``size`` is what its amount
            would have been in the earlier year, with the immaterial errors of that year before it, ``others`` in number.
    """

    event: str
    happened_on: date | None
    year_ended_on: date
    size: Size
    size_words: tuple[str, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What is proposed, and every reason for it."""

    classified: Class
    reasons: tuple[str, ...]


def propose_class(entry: LateEntry) -> Proposed:
    """Say what an entry is by the rules. What is a matter of judgement is taken as material until somebody judges.

    >>> ended = date(2025, 12, 31)
    >>> propose_class(LateEntry(event="receipt", happened_on=date(2025, 12, 30), year_ended_on=ended, size="small")).classified
    'immaterial_error'
    >>> propose_class(LateEntry(event="landed_cost", happened_on=date(2026, 1, 9), year_ended_on=ended, size="material"))
    Proposed(classified='estimate', reasons=('what it rests on happened on 2026-01-09, after the year had ended on 2025-12-31',))
    >>> propose_class(LateEntry(event="write_down", happened_on=None, year_ended_on=ended, size="material")).classified
    'estimate'
    """
    if entry.event in ESTIMATES:
        said = entry.event.replace("_", " ")
        return Proposed(
            classified="estimate", reasons=(f"{said}: an estimate, taken otherwise with what is known since",)
        )
    if entry.happened_on is not None and entry.happened_on > entry.year_ended_on:
        return Proposed(classified="estimate", reasons=(
            f"what it rests on happened on {entry.happened_on}, after the year had ended on {entry.year_ended_on}",
        ))  # fmt: skip
    return Proposed(
        classified="immaterial_error" if entry.size == "small" else "material_error", reasons=tuple(_of_an_error(entry))
    )


def _of_an_error(entry: LateEntry) -> Iterator[str]:
    """Yield why it is an error, and why it is material or not."""
    if entry.happened_on is None:
        yield f"no fact of a day after {entry.year_ended_on} is behind it"
    else:
        happened, ended = entry.happened_on, entry.year_ended_on
        yield f"what it rests on happened on {happened}, by the year's end on {ended}: it could have been known"
    yield from entry.size_words
    if entry.others:
        yield f"judged together with {entry.others} immaterial errors of that year"
    if entry.size == "judgement":
        yield "a matter of judgement: material until somebody judges otherwise"
