"""Read the demand of an entity, as known at a sequence: by item and place, superseded items under what took their place."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.forecasting.demand import demand_from, handed_on
from lowmark.core.tables.locations import SOUND
from lowmark.store.entities.read import Entity
from lowmark.store.session import Reader
from lowmark.store.stock import demand as demand_read


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What an entity sold and used.

    Shapes: demand: item, location, on, quantity_micro, source. corrections: also because and corrected_by. changes: item, on,
            quantity_micro, of sound stock.
    """

    demand: pl.DataFrame
    corrections: pl.DataFrame
    changes: pl.DataFrame

    @property
    def first_on(self) -> date | None:
        """Return the first day with a demand."""
        found = self.demand["on"].min()
        return found if isinstance(found, date) else None


def history(reader: Reader, entity: Entity, *, as_of: date, known_seq: int) -> History:
    """Return the demand of an entity up to a date."""
    corrections = demand_read.corrected(reader, entity.id, as_of=as_of, known_seq=known_seq)
    found = demand_from(
        moves=demand_read.taken(reader, entity.id, as_of=as_of, known_seq=known_seq), corrections=corrections
    )
    return History(
        demand=handed_on(demand=found, successors=demand_read.successors(reader, entity.catalogue_id, on=as_of)),
        corrections=corrections,
        changes=demand_read.changed(reader, entity.id, kinds=SOUND, as_of=as_of, known_seq=known_seq),
    )
