"""What was paid and what goods are valued at: by day and event, the variances that moves make and those that are posted.

A receipt at standard makes the difference to what it brought; a receipt that is reversed the difference between what
its goods left at and what they had come at. Before this: the replay of pools. After this: the check compares.
Source: IAS 2.21.
"""

from collections import defaultdict
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from lowmark.verify.brought import Brought, read_brought
from lowmark.verify.pooled import Standard
from lowmark.verify.reader import Row, Rows, pages
from lowmark.verify.replays import replay_pool, standards
from lowmark.verify.stock import Moves, Pool, pools, read_moves

Amounts = dict[tuple[int, str], int]
"""Day and event to the amount."""

EVENTS: Final = MappingProxyType({
    "vendor": "purchase_variance", "production": "production_variance", "opening": "opening_variance",
    "adjustment": "adjustment_variance", "customer": "sales_return_variance", "scrap": "scrap_return_variance",
    "re_pool": "re_pool_variance",
})  # fmt: skip
"""Where goods come from, and the event by which their variance is posted; a gain has `_gain` after it."""

_ANY: Final = """
SELECT count(*) AS n FROM valuation_cost_pool WHERE entity_id = %s AND method = 'standard'
"""
_REVERSED: Final = """
SELECT count(*) AS n FROM stock_stock_move m JOIN items_location p ON p.id = m.to_location_id
WHERE m.entity_id = %s AND m.returns_move_id IS NOT NULL AND p.kind = 'vendor'
"""
_PLACES: Final = "SELECT id, kind FROM items_location WHERE entity_id = %s"
_POSTED: Final = f"""
SELECT e.accounting_on, e.event, l.amount_minor FROM ledger_entry e CROSS JOIN ledger_line l
WHERE l.entry_id = e.id AND e.entity_id = %s AND e.book_id = %s AND l.amount_minor > 0
  AND e.event IN ({", ".join(f"'{event}', '{event}_gain'" for event in EVENTS.values())})
"""  # noqa: S608


def expected(reader: Rows, entity_id: int, basis: int) -> Amounts:
    """Return what moves of stock make of variances in one basis."""
    if not any(reader.rows(sql, [entity_id])[0]["n"] for sql in (_ANY, _REVERSED)):
        return {}
    moves, found = read_moves(reader, entity_id), defaultdict[tuple[int, str], int](int)
    brought = read_brought(reader, entity_id, moves)
    for move, event, amount in (*_at_standard(reader, entity_id, basis, moves, brought), *_reversed(basis, brought)):
        if amount:
            found[move["accounting_on"], event if amount > 0 else f"{event}_gain"] += abs(amount)
    return dict(found)


def posted(reader: Rows, entity_id: int, book: int) -> Amounts:
    """Return the variances that are posted in one book."""
    found = defaultdict[tuple[int, str], int](int)
    for page in pages(reader, _POSTED, [entity_id, book], key="accounting_on"):
        for line in page:
            found[line["accounting_on"], line["event"]] += line["amount_minor"]
    return dict(found)


def _at_standard(
    reader: Rows, entity_id: int, basis: int, moves: Moves, brought: Brought
) -> Iterator[tuple[Row, str, int]]:
    """Yield what receipts into pools at standard brought beyond it."""
    kinds = {row["id"]: row["kind"] for row in reader.rows(_PLACES, [entity_id])}
    at_standard = standards(reader, entity_id)
    for pool in pools(reader, entity_id, moves):
        if pool.basis == basis and (standard := _standard_of(pool, at_standard)):
            variances = replay_pool(pool, brought, standard).variances
            for move in pool.moves:
                kind = "re_pool" if move["kind"] == "re_pool" else kinds.get(move["from_location_id"], "")
                yield move, EVENTS.get(kind, kind), variances.get(move["id"], 0)


def _standard_of(pool: Pool, at_standard: dict[tuple[int, int], Standard]) -> Standard | None:
    """Return the standard of a pool that is costed by one."""
    return at_standard.get((pool.basis or 0, pool.item or 0)) if pool.method == "standard" else None


def _reversed(basis: int, brought: Brought) -> Iterator[tuple[Row, str, int]]:
    """Yield what receipts that are reversed left at beyond what they had come at."""
    for link in brought.links.values():
        if link.move["left"] >= 0 and link.source is not None:
            cost = brought.costs.get((basis, link.move["id"]), 0)
            yield link.move, EVENTS["vendor"], cost - (link.source["value_minor"] or 0)
