"""An overlay: a change of allowance at the level of a class, without lots; which event posts it, and what is against it.

Before this: what lots and overlays hold of a class, what its goods cost, and what somebody asks for: an audit
adjustment, a business that comes or goes, translation, a restatement. After this: a run that proposes it; the journal.
The law of an allowance holds for the class as it does for a layer: never below nothing, never above cost. Sources: IAS
2.33-34; IFRS 5.15; ASC 805-20-30; ASC 330-10-35-14 (nothing is taken back that an earlier year has charged).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lowmark.core.frameworks.policy import Reversal
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

EVENTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "opening": ("opening_allowance", ""), "charge": ("write_down", ""), "reverse": ("", "reversal"),
    "release": ("", "release_on_sale"), "use": ("", "use_on_scrap"), "acquisition": ("allowance_acquired", ""),
    "disposal": ("", "allowance_disposed"), "translation": ("allowance_translated_up", "allowance_translated_down"),
    "held_for_sale": ("allowance_out_of_held_for_sale", "allowance_into_held_for_sale"),
    "restatement": ("allowance_restated_up", "allowance_restated_down"),
    "transfer": ("allowance_transferred_in", "allowance_transferred_out"),
    "other": ("allowance_raised_otherwise", "allowance_lowered_otherwise"),
})  # fmt: skip
"""By kind, the event that raises an allowance and the one that lowers it; a kind that goes one way has one of them."""

OF_EVENT: Final[Mapping[str, str]] = MappingProxyType(
    {event: kind for kind, pair in EVENTS.items() for event in pair if event}
)
"""The kind of overlay that each event posts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class of goods in a book at a date.

    Domain: ``held_minor`` is what lots and overlays hold together; ``overlay_minor`` is the overlays' part, and
            ``of_the_year_minor`` what overlays have charged in the fiscal year, less what they have taken back in it.
    """

    name: str
    cost_minor: int
    held_minor: int
    overlay_minor: int = 0
    of_the_year_minor: int = 0


def event_of(*, kind: str, amount_minor: int) -> str:
    """Return the event that posts an overlay.

    Raises: Problem ``unknown_kind`` or ``wrong_sign``.

    >>> event_of(kind="translation", amount_minor=-5), event_of(kind="acquisition", amount_minor=5)
    ('allowance_translated_down', 'allowance_acquired')
    """
    if kind not in EVENTS:
        raise Problem("unknown_kind", f"no overlay is a {kind[:40]!r}", hint=f"use {', '.join(EVENTS)}")
    up, down = EVENTS[kind]
    event = up if amount_minor > 0 else down
    if amount_minor == 0 or not event:
        raise Problem("wrong_sign", f"{kind} changes no allowance by {amount_minor}",
                      hint="what takes allowance away is negative, and what adds to it positive")  # fmt: skip
    return event


def released_by_exits(*, charges: Iterable[tuple[int, int, int]], released_minor: int, standing_minor: int) -> int:
    """Return what goods that have left since release of a class's overlays, beyond what has been released before.

    Shapes: charges: of each overlay its amount, what the goods of the class cost then, and what of the class has left since.
    Domain: the share of that cost that has left releases the same share, and all of it where as much has left; so that what
            is released in ten times comes to what is released in one, and nothing is released twice. ``standing_minor`` is
            what overlays hold of the class, and bounds it.

    >>> released_by_exits(charges=[(100, 1_000, 250)], released_minor=0, standing_minor=100)
    25
    >>> released_by_exits(charges=[(100, 1_000, 250)], released_minor=25, standing_minor=75)
    0
    >>> released_by_exits(charges=[(100, 1_000, 2_000), (50, 500, 100)], released_minor=25, standing_minor=125)
    85
    """
    due = sum(multiply_divide_round(amount, min(left, cost), cost) for amount, cost, left in charges if cost > 0)
    return max(0, min(due - released_minor, standing_minor))


def against(*, of: Class, kind: str, amount_minor: int, reversal: Reversal) -> tuple[str, ...]:
    """Return all that is against an overlay; nothing, where it may be proposed.

    Domain: ``reversal`` is the framework's word on taking a charge back.

    >>> goods = Class(name="merchandise", cost_minor=1_000, held_minor=300)
    >>> against(of=goods, kind="disposal", amount_minor=-400, reversal="required")
    ('the allowance of merchandise would be -100',)
    >>> against(of=goods, kind="reverse", amount_minor=-50, reversal="refused")
    ('0 of what overlays charged on merchandise may be taken back, and not 50',)
    """
    return tuple(_against(of, kind, amount_minor, reversal))


def _against(of: Class, kind: str, amount_minor: int, reversal: Reversal) -> Iterator[str]:
    after = of.held_minor + amount_minor
    if after < 0:
        yield f"the allowance of {of.name} would be {after}"
    if amount_minor > 0 and after > of.cost_minor:
        yield f"the allowance of {of.name} would be {after}, and its goods have cost {of.cost_minor}"
    if kind == "reverse":
        may_be = {"required": of.overlay_minor, "within_fiscal_year": of.of_the_year_minor, "refused": 0}[reversal]
        if -amount_minor > max(0, may_be):
            yield f"{max(0, may_be)} of what overlays charged on {of.name} may be taken back, and not {-amount_minor}"
