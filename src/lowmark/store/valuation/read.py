"""Read pools and open layers: as they stand now (the cache), or at a date as known at a sequence (the facts)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lowmark.core.tables.cost_bases import AT_MARKET
from lowmark.store.many import among
from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl

LAST_CHANGE = """(SELECT c.formula_change_id FROM stock_formula_change_item c
WHERE c.cost_basis_id = {basis} AND c.item_id = {item} ORDER BY c.begins_on DESC LIMIT 1)"""
"""The change of formula by which our goods of an item are costed now."""

NOW = f"""
(p.owner <> '' OR coalesce(p.formula_change_id, 0) = coalesce({LAST_CHANGE.format(basis="p.cost_basis_id", item="p.item_id")}, 0))
"""
"""That a pool holds its goods now: others of ours held them before a change of formula."""

OPEN = """
SELECT f.pool_id, f.layer_move_id, CAST(sum(f.quantity_micro) AS bigint) AS quantity_micro,
       CAST(sum(f.value_minor) AS bigint) AS value_minor
FROM subledger_cost_flow f
WHERE f.cost_basis_id = %s AND f.accounting_on <= %s AND f.known_seq <= %s {of_pools}
GROUP BY f.pool_id, f.layer_move_id HAVING sum(f.quantity_micro) <> 0
"""
"""What is left of each layer: in the order of an index that has all of it, so that no row of the million is looked up."""

OPEN_LAYERS = f"""
SELECT o.pool_id, p.item_id, p.lot_id, p.condition, coalesce(t.expires_on, t.best_before_on), o.layer_move_id, m.accounting_on,
       coalesce(m.received_on, m.effective_on), o.quantity_micro, o.value_minor
FROM ({OPEN}) o
JOIN valuation_cost_pool p ON p.id = o.pool_id
JOIN stock_stock_move m ON m.id = o.layer_move_id
LEFT JOIN items_lot t ON t.id = p.lot_id
WHERE p.owner = ''
"""  # noqa: S608 -- made of constants
IN_ONE_QUERY = 500
BY_RECEIPT = ("fifo", "lifo", "lifo_periodic", "specific_identification")
"""Cost formulas by which a layer is what one receipt brought; in all others every unit of a pool costs the same."""


def pools(reader: Reader, cost_basis_id: int) -> "pl.DataFrame":
    """Return the pools of a basis: pool_id, item_id, lot, condition, owner, change_id, method, last_on and set_on (null without).

    Domain: `change_id` is the change of formula by which a pool came to be, 0 where its formula is the first of its goods.
            `last_on` is the accounting day of the last flow, `set_on` that of the last charge or reversal of allowance.
    """
    return reader.frame(
        "SELECT p.id, p.item_id, coalesce(l.code, ''), p.condition, p.owner, coalesce(p.formula_change_id, 0), p.method,"
        " (SELECT max(f.accounting_on) FROM subledger_cost_flow f WHERE f.pool_id = p.id),"
        " (SELECT max(a.accounting_on) FROM subledger_allowance_move a WHERE a.pool_id = p.id"
        "  AND a.book_id IN (SELECT b.id FROM entities_book b WHERE b.cost_basis_id = p.cost_basis_id)"
        "  AND a.kind IN ('opening', 'charge', 'reverse'))"
        " FROM valuation_cost_pool p LEFT JOIN items_lot l ON l.id = p.lot_id WHERE p.cost_basis_id = %s ORDER BY p.id",
        [cost_basis_id],
        {"pool_id": "id", "item_id": "id", "lot": "text", "condition": "text", "owner": "text", "change_id": "id", "method": "text",
         "last_on": "day",
         "set_on": "day"},
    )  # fmt: skip


def averaged_goods(reader: Reader, cost_basis_id: int, items: Sequence[int] | None = None) -> "pl.DataFrame":
    """Return goods of ours (of some items) of which every unit costs the same now: item_id, lot, condition, owner."""
    of_items = "" if items is None else f" AND {among('p.item_id', items)}"
    return reader.frame(
        "SELECT p.item_id, coalesce(l.code, ''), p.condition, p.owner"  # noqa: S608
        " FROM valuation_cost_pool p LEFT JOIN items_lot l ON l.id = p.lot_id"
        f" WHERE p.cost_basis_id = %s AND p.owner = '' AND NOT ({among('p.method', BY_RECEIPT)}) AND {NOW}{of_items}"
        " ORDER BY p.id",
        [cost_basis_id, *BY_RECEIPT, *(items or ())],
        {"item_id": "id", "lot": "text", "condition": "text", "owner": "text"},
    )  # fmt: skip


AVERAGED = """
SELECT 1 AS n FROM valuation_cost_pool p JOIN subledger_cost_flow f ON f.pool_id = p.id
WHERE p.entity_id = %s AND p.method = 'weighted_average' AND f.accounting_on >= %s AND f.accounting_on <= %s LIMIT 1
"""


def averaged_in(reader: Reader, entity_id: int, first_on: date, last_on: date) -> bool:
    """Say whether goods that are costed by the average of a period moved in these days."""
    return reader.row(AVERAGED, [entity_id, first_on, last_on]) is not None


def current_layers(reader: Reader, entity_id: int) -> "pl.DataFrame":
    """Return the open layers of an entity as they stand now, in the columns that costing takes."""
    return reader.frame(
        "SELECT pool_id, layer_move_id, opened_on, received_on, known_seq, quantity_micro, value_minor, consumed_micro"
        " FROM valuation_layer WHERE entity_id = %s ORDER BY pool_id, opened_on, known_seq",
        [entity_id],
        {"pool_id": "id", "layer": "id", "opened_on": "day", "received_on": "day", "known_seq": "int",
         "quantity_micro": "micro", "value_minor": "minor", "consumed_micro": "micro"},
    )  # fmt: skip


def open_layers(
    reader: Reader, cost_basis_id: int, *, as_of: date, known_seq: int, items: Sequence[int] | None = None
) -> "pl.DataFrame":
    """Return the layers of our own goods (of some items) open at a date as known at a sequence, summed from the flows.

    Shapes: unit (the pool), item, lot, condition, expires_on, layer, opened_on, received_on, remaining_micro, cost_minor.
    """
    of_pools = (
        f"AND f.pool_id IN (SELECT id FROM valuation_cost_pool WHERE {among('item_id', items)})"  # noqa: S608 -- marks alone
        if items is not None
        else ""
    )
    return reader.frame(
        OPEN_LAYERS.format(of_pools=of_pools), [cost_basis_id, as_of, known_seq, *(items or ())],
        {"unit": "id", "item": "id", "lot": "id", "condition": "text", "expires_on": "day", "layer": "id",
         "opened_on": "day", "received_on": "day",
         "remaining_micro": "micro", "cost_minor": "minor"},
    ).sort("unit", "opened_on", "layer")  # fmt: skip


def units_at_market(reader: Reader, cost_basis_id: int) -> "pl.DataFrame":
    """Return the units of a basis that are measured at the lower of cost or market: unit, method."""
    marks = ", ".join(["%s"] * len(AT_MARKET))
    return reader.frame(
        f"SELECT id, method FROM valuation_cost_pool WHERE cost_basis_id = %s AND method IN ({marks}) ORDER BY id",  # noqa: S608
        [cost_basis_id, *AT_MARKET], {"unit": "id", "method": "text"},
    )  # fmt: skip


def layer_documents(reader: Reader, cost_basis_id: int, layers: Sequence[int] | None = None) -> "pl.DataFrame":
    """Return the document that brought each layer of a basis (or each of some layers): layer, document."""
    if layers is not None and len(layers) <= IN_ONE_QUERY:
        sql = f"SELECT id, document FROM stock_stock_move WHERE {among('id', layers)}"  # noqa: S608
        return reader.frame(sql, layers, {"layer": "id", "document": "text"})
    return reader.frame(
        "SELECT id, document FROM stock_stock_move"
        " WHERE id IN (SELECT layer_move_id FROM subledger_cost_flow WHERE cost_basis_id = %s)",
        [cost_basis_id], {"layer": "id", "document": "text"},
    )  # fmt: skip


OF_KEY = "SELECT id, method FROM valuation_cost_pool WHERE cost_basis_id = %s AND pool_key = %s"
OF_OUR_KEY = f"""
SELECT id, method FROM valuation_cost_pool WHERE cost_basis_id = %s
AND pool_key = %s || coalesce('/' || CAST({LAST_CHANGE.format(basis="%s", item="%s")} AS text), '')
"""  # noqa: S608


def pool(
    reader: Reader, cost_basis_id: int, item_id: int, lot_id: int | None, condition: str = "", owner: str = ""
) -> tuple[int, str] | None:
    """Return the number and the method of the pool in which an item (and lot) of an owner in a condition is now, or none."""
    key = pool_key(item_id, lot_id, condition, owner)
    if owner:
        row = reader.row(OF_KEY, [cost_basis_id, key])
    else:
        row = reader.row(OF_OUR_KEY, [cost_basis_id, key, cost_basis_id, item_id])
    return None if row is None else (row["id"], row["method"])


def pool_key(item_id: int, lot_id: int | None, condition: str, owner: str, change_id: int = 0) -> str:
    """Return an item, lot, condition and owner in one word, and the change of formula if there is one.

    >>> pool_key(17, None, "damaged", ""), pool_key(17, 4, "", "", 9)
    ('17/0/damaged/', '17/4///9')
    """
    key = f"{item_id}/{lot_id or 0}/{condition}/{owner}"
    return f"{key}/{change_id}" if change_id else key


def item_methods(reader: Reader, cost_basis_id: int) -> "pl.DataFrame":
    """Return the items that have a cost formula of their own in a basis now: item_id, own_method."""
    return reader.frame(
        "SELECT item_id, method FROM (SELECT item_id, method FROM valuation_item_costing c WHERE cost_basis_id = %s"
        " AND NOT EXISTS (SELECT 1 FROM stock_formula_change_item n WHERE n.cost_basis_id = c.cost_basis_id"
        "  AND n.item_id = c.item_id)"
        " UNION ALL SELECT item_id, method FROM stock_formula_change_item i WHERE cost_basis_id = %s"
        " AND NOT EXISTS (SELECT 1 FROM stock_formula_change_item n WHERE n.cost_basis_id = i.cost_basis_id"
        "  AND n.item_id = i.item_id AND n.begins_on > i.begins_on)) q ORDER BY item_id",
        [cost_basis_id, cost_basis_id], {"item_id": "id", "own_method": "text"},
    )  # fmt: skip


def item_method(reader: Reader, cost_basis_id: int, item_id: int) -> tuple[str | None, int]:
    """Return the cost formula that an item has of its own in a basis now, or none; and the change by which it has it, or 0."""
    row = reader.row(METHOD_OF_ITEM, [cost_basis_id, item_id] * 2)
    return (None, 0) if row is None else (str(row["method"]), int(row["change_id"]))


METHOD_OF_ITEM = """
SELECT method, change_id FROM (
  SELECT method, formula_change_id AS change_id, begins_on FROM stock_formula_change_item
  WHERE cost_basis_id = %s AND item_id = %s
  UNION ALL SELECT method, 0, -1000000 FROM valuation_item_costing WHERE cost_basis_id = %s AND item_id = %s
) q ORDER BY begins_on DESC LIMIT 1
"""


def formula_items(reader: Reader, cost_basis_id: int) -> "pl.DataFrame":
    """Return the items that went over to another formula, and on which day: item_id, change_id, begins_on."""
    return reader.frame(
        "SELECT item_id, formula_change_id, begins_on FROM stock_formula_change_item WHERE cost_basis_id = %s"
        " ORDER BY item_id, begins_on",
        [cost_basis_id], {"item_id": "id", "change_id": "id", "begins_on": "day"},
    )  # fmt: skip


def formula_since(reader: Reader, cost_basis_id: int, item_id: int) -> date | None:
    """Return the day on which an item went over to the formula that it has now, or none."""
    row = reader.row(
        "SELECT max(begins_on) AS day FROM stock_formula_change_item WHERE cost_basis_id = %s AND item_id = %s",
        [cost_basis_id, item_id], days=("day",),
    )  # fmt: skip
    return None if row is None else row["day"]


def last_on(reader: Reader, pool_id: int) -> date | None:
    """Return the accounting day of the last flow of a pool, or none."""
    row = reader.row(
        "SELECT max(accounting_on) AS day FROM subledger_cost_flow WHERE pool_id = %s", [pool_id], days=("day",)
    )
    return None if row is None else row["day"]


STANDING = """
SELECT c.known_seq, (SELECT p.state FROM entities_period p WHERE p.id = %s) AS state,
       (SELECT max(f.accounting_on) FROM subledger_cost_flow f WHERE f.pool_id IN ({marks})) AS last_on,
       (SELECT max(a.accounting_on) FROM subledger_allowance_move a
        WHERE a.book_id IN (SELECT b.id FROM entities_book b WHERE b.entity_id = c.entity_id) AND a.pool_id IN ({marks})
          AND a.kind IN ('opening', 'charge', 'reverse')) AS set_on
FROM entities_entity_clock c WHERE c.entity_id = %s
"""
LAYERS_OF_POOL = """
SELECT l.layer_move_id, l.opened_on, l.received_on, l.known_seq, l.quantity_micro, l.value_minor, l.consumed_micro,
       a.reason, a.fiscal_year, a.amount_minor, a.base_micro, a.released_micro
FROM valuation_layer l
LEFT JOIN subledger_layer_allowance a
  ON a.book_id = %s AND a.pool_id = l.pool_id AND a.layer_move_id = l.layer_move_id
WHERE l.pool_id = %s ORDER BY l.opened_on, l.known_seq
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand under the locks: the clock, the period's state, the days of the pools' last flow and test."""

    known_seq: int
    period_state: str
    last_on: date | None
    set_on: date | None


def standing(reader: Reader, entity_id: int, period_id: int, pool_ids: Sequence[int]) -> Standing:
    """Return how things stand; period and pools are locked."""
    sql = STANDING.format(marks=", ".join(["%s"] * len(pool_ids)))
    row = reader.row(sql, [period_id, *pool_ids, *pool_ids, entity_id], days=("last_on", "set_on"))
    assert row is not None
    return Standing(row["known_seq"], row["state"], row["last_on"], row["set_on"])


def layers_of_pool(reader: Reader, book_id: int, pool_id: int) -> list[Row]:
    """Return the open layers of a pool, oldest first, each with the allowance that a book holds on it."""
    return reader.rows(LAYERS_OF_POOL, [book_id, pool_id])
