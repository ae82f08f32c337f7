"""What was made of what: productions through which margins go on, from components into products.

Before this: the moves of productions. After this: `goods`, which tells them as goods taken from one another. A product takes of a
production as its share says, as cost does: what belongs to abnormal waste goes with the expense, by-products take nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from lowmark.store.session import Reader
from lowmark.store.stock import intercompany


class Share(NamedTuple):
    """Which part of a production a product takes: after so much of the whole, so much."""

    production: int
    before_micro: int
    share_micro: int
    of_micro: int


@dataclass(slots=True)
class Made:
    """The productions of an entity by their moves: what each input goes into, and what each product takes."""

    inputs: dict[int, int] = field(default_factory=dict)
    outputs: dict[int, Share] = field(default_factory=dict)
    items: set[int] = field(default_factory=set)
    """The items asked about, and all that were made of them, over any number of productions."""


def made_of(reader: Reader, entity_id: int, items: Iterable[int], *, as_of: date, known_seq: int) -> Made:
    """Return the productions into which some items went, and those that what was made of them went into."""
    found = Made(items=set(items))
    legs: dict[int, list[intercompany.Leg]] = {}
    for leg in intercompany.legs_of_productions(reader, entity_id, as_of=as_of, known_seq=known_seq):
        legs.setdefault(leg.production, []).append(leg)
    waiting = dict(legs)
    while reached := [
        one for one, some in waiting.items() if any(leg.goes_in and leg.item_id in found.items for leg in some)
    ]:
        for production in reached:
            found.items |= {leg.item_id for leg in waiting.pop(production) if leg.share_micro is not None}
            _tell(found, production, legs[production])
    return found


def _tell(found: Made, production: int, legs: list[intercompany.Leg]) -> None:
    """Add one production: its inputs, and its products one after the other, as they share what it cost."""
    whole = sum(leg.share_micro or 0 for leg in legs) + legs[0].abnormal_micro
    before = 0
    for leg in legs:
        if leg.goes_in:
            found.inputs[leg.move_id] = production
        elif leg.share_micro:
            found.outputs[leg.move_id] = Share(production, before, leg.share_micro, whole)
            before += leg.share_micro
