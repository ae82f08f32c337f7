"""Read where goods are and whose, at a date as known at a sequence; and what was issued before it had come."""

from collections.abc import Sequence
from datetime import date

from lowmark.core.kinds.arithmetic import INT64_MAX as MOST
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.day import LAST, from_day
from lowmark.core.tables.locations import INTERNAL
from lowmark.store.many import among, parts
from lowmark.store.session import Reader, Row

LAST_DAY = from_day(LAST)

BALANCES = """
WITH moved AS (
  SELECT item_id, lot_id, from_location_id, to_location_id, owner, to_owner, quantity_micro FROM stock_stock_move
  WHERE entity_id = %s AND accounting_on <= %s AND known_seq <= %s {touching}
)
SELECT x.item_id, x.lot_id, i.code AS item, coalesce(l.code, '') AS lot, p.path AS location, p.kind, x.owner,
       CAST(sum(x.moved) AS bigint) AS quantity_micro
FROM (
  SELECT item_id, lot_id, to_location_id AS place, to_owner AS owner, quantity_micro AS moved FROM moved
  UNION ALL
  SELECT item_id, lot_id, from_location_id, owner, -quantity_micro FROM moved
) x
JOIN items_location p ON p.id = x.place
JOIN items_item i ON i.id = x.item_id
LEFT JOIN items_lot l ON l.id = x.lot_id
WHERE p.kind IN ({ours}) {apart}
GROUP BY x.item_id, x.lot_id, i.code, l.code, p.path, p.kind, x.owner
HAVING sum(x.moved) <> 0
ORDER BY i.code, coalesce(l.code, ''), p.path, x.owner
"""
TOUCHING = """
AND (owner <> '' OR to_owner <> ''
     OR from_location_id IN (SELECT id FROM items_location WHERE kind IN ({kinds}))
     OR to_location_id IN (SELECT id FROM items_location WHERE kind IN ({kinds})))
"""
"""That a move changes what is apart: few do, and only those are summed."""

PROVISIONAL = """
SELECT m.id, m.item_id, m.lot_id, i.code AS item, coalesce(l.code, '') AS lot, b.path AS location, b.kind, m.owner,
       m.quantity_micro, m.value_minor,
       CAST(coalesce((SELECT sum(r.quantity_micro) FROM stock_stock_move r WHERE r.returns_move_id = m.id
                      AND r.accounting_on <= %s AND r.known_seq <= %s), 0) AS bigint) AS settled_micro
FROM stock_stock_move m
JOIN items_location b ON b.id = m.to_location_id
JOIN items_item i ON i.id = m.item_id
LEFT JOIN items_lot l ON l.id = m.lot_id
WHERE m.entity_id = %s AND m.from_location_id IN (SELECT id FROM items_location WHERE kind = 'provisional')
  AND m.accounting_on <= %s AND m.known_seq <= %s {of_items}
ORDER BY m.accounting_on, m.known_seq
"""


EVER_SET = "SELECT count(*) FROM evidence_policy WHERE entity_id = %s AND path = %s"
LAST_COST = """
SELECT value_minor, quantity_micro FROM subledger_cost_flow
WHERE pool_id = %s AND kind = 'receipt' AND quantity_micro > 0 ORDER BY accounting_on DESC, known_seq DESC, id DESC LIMIT 1
"""


def ever_set(reader: Reader, entity_id: int, path: str) -> bool:
    """Say whether an entity has ever set a policy of its own: of one that has not, nothing further need be read."""
    return bool(reader.value(EVER_SET, [entity_id, path]))


def provisional_place(reader: Reader, entity_id: int) -> int:
    """Return the number of the place that goods are taken from which have not come yet: every entity is set up with it."""
    sql = "SELECT id FROM items_location WHERE entity_id = %s AND kind = 'provisional' ORDER BY id LIMIT 1"
    return int(reader.value(sql, [entity_id]))


def last_cost(reader: Reader, pool_id: int) -> tuple[int, int] | None:
    """Return value and quantity of the last receipt of a pool, or none."""
    row = reader.row(LAST_COST, [pool_id])
    return None if row is None else (row["value_minor"], row["quantity_micro"])


def assumed(reader: Reader, entity_id: int, items: Sequence[int]) -> list[Row]:
    """Return the moves by which goods of some items were issued before they had come and that are not settled whole."""
    found: list[Row] = []
    for part in parts(items):
        sql = PROVISIONAL.format(of_items=f"AND {among('m.item_id', part)}")
        found += reader.rows(sql, [LAST_DAY, MOST, entity_id, LAST_DAY, MOST, *part])
    return [row for row in found if row["settled_micro"] < row["quantity_micro"]]


def balances(
    reader: Reader, entity_id: int, *, as_of: date, known_seq: int, apart_in: Sequence[str] | None = None
) -> list[Row]:  # fmt: skip
    """Return how much of each item (lot) of each owner is in each place of ours: item_id, lot_id, item, lot, location, kind,
    owner, quantity_micro. Of `apart_in` only what others own, or lies in places of these kinds.
    """
    touching = apart = ""
    if apart_in is not None:
        kinds = _listed(apart_in)
        touching, apart = TOUCHING.format(kinds=kinds), f"AND (x.owner <> '' OR p.kind IN ({kinds}))"
    sql = BALANCES.format(ours=_listed(INTERNAL), touching=touching, apart=apart)
    return reader.rows(sql, [entity_id, as_of, known_seq])


def _listed(kinds: Sequence[str]) -> str:
    """Return kinds of places, which are a closed list, as SQL writes them."""
    return ", ".join(f"'{kind}'" for kind in kinds)


def provisional(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> list[Row]:
    """Return what was issued before it had come and is not settled, with what was assumed of its cost: a row for each issue."""
    found = []
    for row in reader.rows(PROVISIONAL.format(of_items=""), [as_of, known_seq, entity_id, as_of, known_seq]):
        whole, settled, value = row["quantity_micro"], row["settled_micro"], row["value_minor"]
        if settled < whole:
            left = value - multiply_divide_round(value, settled, whole)
            found.append(row | {"quantity_micro": whole - settled, "value_minor": left})
    return found
