"""The entities of the sample: a distributor in Toronto, a supplier of clinics in London, a manufacturer in Denver."""

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFacts:
    """What is known of an entity before its first document.

    Domain: its places are the store room, where it sells from, and where goods lie that cannot be sold as they are.
            ``mode`` says whether its whole ledger is kept here or the goods alone; ``method`` is the cost formula of
            items without one of their own.
    """

    code: str
    name: str
    currency: str
    time_zone: str
    framework: str
    mode: Literal["ledger", "subledger"]
    method: str
    store_room: str
    counter: str
    quarantine: str
    damaged: str


MAPLE: Final = EntityFacts(
    code="MAPLE",
    name="Maple Distribution",
    currency="CAD",
    time_zone="America/Toronto",
    # A private company: most of Canada's report under ASPE, and the group then shows all three frameworks.
    framework="aspe",
    mode="subledger",
    method="fifo",
    store_room="Toronto/Main",
    counter="Calgary/Shop",
    quarantine="Toronto/Quarantine",
    damaged="Toronto/Damaged",
)
THAMES: Final = EntityFacts(
    code="THAMES",
    name="Thames Clinical Supply",
    currency="GBP",
    time_zone="Europe/London",
    framework="ifrs",
    mode="subledger",
    method="fifo",
    store_room="London/Main",
    counter="London/Clinic desk",
    quarantine="London/Quarantine",
    damaged="London/Damaged",
)
RIDGE: Final = EntityFacts(
    code="RIDGE",
    name="Ridge Outdoor Works",
    currency="USD",
    time_zone="America/Denver",
    framework="us_gaap",
    mode="subledger",
    method="moving_average",
    store_room="Denver/Works",
    counter="Denver/Outlet",
    quarantine="Denver/Quarantine",
    damaged="Denver/Damaged",
)

ENTITIES: Final = (MAPLE, THAMES, RIDGE)


def facts() -> tuple[EntityFacts, ...]:
    """Return the entities, in the order in which they are set up.

    >>> [entity.code for entity in facts()]
    ['MAPLE', 'THAMES', 'RIDGE']
    """
    return ENTITIES
