"""What a move at a desk names, by number, and which way it goes.

Before this: `desk` has found item and places. After this: `one` finds its pools, `strata_one` its shelves.
"""

from dataclasses import dataclass

from lowmark.core.recording.directions import Direction
from lowmark.core.tables.locations import CONDITIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a move names, by number, and which way it goes; `read_at` is the sequence at which neither place was frozen."""

    item_id: int
    item_class: str
    shelf_life_days: int | None
    lot: str
    from_location_id: int
    to_location_id: int
    from_kind: str
    to_kind: str
    way: Direction
    event: str
    owner: str
    to_owner: str
    read_at: int
    is_serial: bool = False
    catch_unit: str | None = None

    @property
    def sides(self) -> tuple[tuple[str, str], ...]:
        """In which condition goods leave or come, and whose they are; of those that change either, before and after."""
        before, after = (self.from_kind, self.owner), (self.to_kind, self.to_owner)
        sides = {"in": (after,), "out": (before,), "between": (before, after), "title": (before, after)}
        return tuple((CONDITIONS[kind], owner) for kind, owner in sides.get(self.way, ()))
