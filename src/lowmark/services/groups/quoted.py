"""The rates that an entity has: imported quotes as the core reads them."""

from datetime import date

from lowmark.core.consolidation.quotes import Quote, Quotes
from lowmark.store.entities import read as entities_read
from lowmark.store.evidence.rates import rates
from lowmark.store.session import Reader


def quotes_of(reader: Reader, entity_id: int, *, as_of: date) -> Quotes:
    """Return the rates that an entity has up to a day."""
    rows = rates(reader, entity_id, as_of=as_of, known_seq=entities_read.known_seq(reader, entity_id))
    return Quotes([
        Quote(row["from_currency"], row["to_currency"], row["valid_from"], row["numerator"], row["denominator"])
        for row in rows
    ])  # fmt: skip
