"""What holds of an area beside inventories: a framework's parameters, or a tax book's, under an entity's own settings."""

from datetime import date

from lowmark.core.frameworks.areas import AreaDocument, resolve_area
from lowmark.frameworks.read import read_area
from lowmark.services.policies import facts_of
from lowmark.store.session import Reader


def area_in_force(
    reader: Reader, *, entity_id: int, framework: str, area: str, on: date, known_seq: int, book_id: int | None = None
) -> AreaDocument:
    """Return one area of a framework, or of a tax book, on a day, as known at a sequence; of every book without one.

    Raises: Problem as `core.frameworks.resolve` words it.
    """
    facts = facts_of(reader, entity_id=entity_id, area=area, on=on, known_seq=known_seq, book_id=book_id)
    return resolve_area(framework=framework, tree=read_area(framework, area), facts=facts, on=on)
