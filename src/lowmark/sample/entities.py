"""The entities of the sample: a distributor of outdoor equipment in Toronto, a supplier of clinics in London."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFacts:
    """What is known of an entity before its first document; its places are the store room and where it sells from."""

    code: str
    name: str
    currency: str
    time_zone: str
    store_room: str
    counter: str
    quarantine: str


MAPLE: Final = EntityFacts(
    code="MAPLE",
    name="Maple Distribution",
    currency="CAD",
    time_zone="America/Toronto",
    store_room="Toronto/Main",
    counter="Toronto/Shop",
    quarantine="Toronto/Quarantine",
)
THAMES: Final = EntityFacts(
    code="THAMES",
    name="Thames Clinical Supply",
    currency="GBP",
    time_zone="Europe/London",
    store_room="London/Main",
    counter="London/Clinic desk",
    quarantine="London/Quarantine",
)

ENTITIES: Final = (MAPLE, THAMES)


def facts() -> tuple[EntityFacts, ...]:
    """Return the entities, in the order in which they are set up.

    >>> [entity.code for entity in facts()]
    ['MAPLE', 'THAMES']
    """
    return ENTITIES
