"""Read plan terms in force at a date, as known at a sequence, and the rates that bring their amounts into one currency."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl

IN_FORCE = """
SELECT t.id, t.action, coalesce(i.code, ''), t.category, t.location, t.partner, t.amount_micro, t.rate_micro, t.cost_micro,
       t.fixed_minor, t.limit_micro, t.minimum_micro, t.elasticity_micro, t.lead_days
FROM evidence_plan_term t LEFT JOIN items_item i ON i.id = t.item_id
WHERE t.entity_id = %s AND t.known_seq <= %s AND t.valid_from <= %s AND NOT EXISTS (
  SELECT 1 FROM evidence_plan_term n WHERE n.entity_id = t.entity_id AND n.document = t.document AND n.line = t.line
    AND n.known_seq <= %s AND n.valid_from <= %s
    AND (n.valid_from > t.valid_from OR (n.valid_from = t.valid_from AND n.known_seq > t.known_seq)))
ORDER BY t.id
"""
RATE = """
SELECT numerator, denominator FROM evidence_rate
WHERE entity_id = %s AND from_currency = %s AND to_currency = %s AND valid_from <= %s AND known_seq <= %s
ORDER BY valid_from DESC, known_seq DESC LIMIT 1
"""


def terms_in_force(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return the last word of each line of each document, by the number of the term."""
    return reader.frame(
        IN_FORCE, [entity_id, known_seq, as_of, known_seq, as_of],
        {"term": "id", "action": "text", "item": "text", "category": "text", "location": "text", "partner": "text",
         "amount_micro": "micro", "rate_micro": "micro", "cost_micro": "micro", "fixed_minor": "minor",
         "limit_micro": "micro", "minimum_micro": "micro", "elasticity_micro": "micro", "lead_days": "int"},
    )  # fmt: skip


def rate(
    reader: Reader, entity_id: int, currencies: tuple[str, str], *, as_of: date, known_seq: int
) -> tuple[int, int] | None:
    """Return how many of the second currency are so many of the first, as (many, of), or none where nobody has said."""
    one, other = currencies
    for asked, turned in (((one, other), False), ((other, one), True)):
        found: Row | None = reader.row(RATE, [entity_id, *asked, as_of, known_seq])
        if found is not None:
            pair = int(found["numerator"]), int(found["denominator"])
            return (pair[1], pair[0]) if turned else pair
    return None
