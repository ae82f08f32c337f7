"""Read what a forecast says in full, and the scores of the back-test behind it, as known at a sequence."""

from datetime import date

from lowmark.store.session import Reader, Row

LATEST = """
SELECT max(made_on) AS made_on FROM evidence_demand_forecast
WHERE entity_id = %s AND known_seq <= %s AND made_on <= %s AND quantiles <> '{}'
"""
SCORES = """
SELECT made_on, horizon_days, demand_class, model, n, rmsse_micro, pinball_micro, pinball_as_number_micro, bias_micro,
       rmsse_by_item_micro, mase_micro, recorded_at FROM evidence_forecast_score
WHERE entity_id = %s AND known_seq <= %s AND made_on = %s ORDER BY known_seq
"""
MADE = """
SELECT i.code AS item, i.name AS item_name, i.category, coalesce(l.path, '') AS location, f.made_on, f.horizon_days,
       f.mean_micro, f.quantiles, f.method, f.item_id, f.known_seq
FROM evidence_demand_forecast f JOIN items_item i ON i.id = f.item_id LEFT JOIN items_location l ON l.id = f.location_id
WHERE f.entity_id = %s AND f.known_seq <= %s AND f.made_on = %s ORDER BY i.code, location, f.known_seq
"""
OF_CATEGORIES = """
SELECT c.category, c.made_on, c.horizon_days, c.mean_micro, c.quantiles, c.method, c.known_seq FROM evidence_demand_forecast c
WHERE c.entity_id = %s AND c.known_seq <= %s AND c.made_on = %s AND c.item_id IS NULL AND c.recorded_at = (
  SELECT max(f.recorded_at) FROM evidence_demand_forecast f
  WHERE f.entity_id = c.entity_id AND f.known_seq <= %s AND f.made_on = c.made_on AND f.quantiles <> '{}')
ORDER BY c.category, c.known_seq
"""


def latest(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> date | None:
    """Return from which date the latest forecast with a distribution is."""
    row = reader.row(LATEST, [entity_id, known_seq, as_of], days=("made_on",))
    return None if row is None else row["made_on"]


def scores(reader: Reader, entity_id: int, *, made_on: date, known_seq: int) -> list[Row]:
    """Return the scores behind the forecasts of a date: of those of one moment, the last."""
    rows = reader.rows(SCORES, [entity_id, known_seq, made_on], days=("made_on",))
    last = max((row["recorded_at"] for row in rows), default=None)
    return [row for row in rows if row["recorded_at"] == last]


def made(reader: Reader, entity_id: int, *, made_on: date, known_seq: int) -> list[Row]:
    """Return the forecasts of a date, the last of each item and place."""
    rows = reader.rows(MADE, [entity_id, known_seq, made_on], days=("made_on",))
    return list({(row["item"], row["location"]): row for row in rows}.values())


def made_of_categories(reader: Reader, entity_id: int, *, made_on: date, known_seq: int) -> list[Row]:
    """Return the forecasts of categories of a date, if its last forecast had any: those of one before add up no more."""
    return reader.rows(OF_CATEGORIES, [entity_id, known_seq, made_on, known_seq], days=("made_on",))
