"""Read exchange rates."""

from datetime import date

from lowmark.store.session import Reader, Row


def rates(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> list[Row]:
    """Return the rates of an entity up to a day as known at a sequence; of one day, the one known last comes last."""
    return reader.rows(
        "SELECT from_currency, to_currency, numerator, denominator, valid_from, source FROM evidence_rate"
        " WHERE entity_id = %s AND valid_from <= %s AND known_seq <= %s ORDER BY valid_from, known_seq",
        [entity_id, as_of, known_seq], days=("valid_from",),
    )  # fmt: skip
