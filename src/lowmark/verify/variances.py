"""What was paid and what goods are valued at: by day and event, the variances that moves make and those that are posted.

A receipt at standard makes the difference to what it brought; a receipt that is reversed the difference between what
its goods left at and what they had come at. Before this: the replay of pools. After this: the check compares.
Source: IAS 2.21.
"""

from collections import defaultdict
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from lowmark.verify.brought import Brought, Link, read_brought
from lowmark.verify.fifo import round_half_even
from lowmark.verify.pooled import Standards
from lowmark.verify.reader import Row, Rows, pages
from lowmark.verify.replays import by_day, replay_pool, standards
from lowmark.verify.stock import Moves, Pool, pools, read_moves

Amounts = dict[tuple[int, str], int]
"""Day and event to the amount."""

EVENTS: Final = MappingProxyType({
    "vendor": "purchase_variance", "production": "production_variance", "opening": "opening_variance",
    "adjustment": "adjustment_variance", "customer": "sales_return_variance", "scrap": "scrap_return_variance",
    "re_pool": "re_pool_variance", "provisional": "provisional_variance", "settled": "provisional_true_up",
})  # fmt: skip
"""Where goods come from, and the event by which their variance is posted; a gain has `_gain` after it."""

_ANY: Final = """
SELECT count(*) AS n FROM valuation_cost_pool WHERE entity_id = %s AND method = 'standard'
"""
_REVERSED: Final = """
SELECT count(*) AS n FROM stock_stock_move m JOIN items_location p ON p.id = m.to_location_id
WHERE m.entity_id = %s AND m.returns_move_id IS NOT NULL AND p.kind IN ('vendor', 'provisional')
"""
CHANGES: Final = MappingProxyType({
    "freight": "landed_cost_variance", "duty": "landed_cost_variance", "insurance": "landed_cost_variance",
    "invoice": "invoice_difference_variance", "rebate": "vendor_rebate_variance", "credit": "vendor_credit_variance",
    "price_protection": "price_protection_variance",
})  # fmt: skip
"""What a receipt at standard cost more later, and the event by which that is posted."""

_CHANGED: Final = """
SELECT c.accounting_on, c.kind, CAST(sum(c.value_minor) AS bigint) AS amount FROM stock_cost_change c
WHERE c.entity_id = %s AND EXISTS (
  SELECT 1 FROM subledger_cost_flow f JOIN valuation_cost_pool p ON p.id = f.pool_id
  WHERE f.move_id = c.move_id AND f.cost_basis_id = %s AND p.method = 'standard' AND f.kind = 'receipt')
GROUP BY c.accounting_on, c.kind
"""
_PLACES: Final = "SELECT id, kind FROM items_location WHERE entity_id = %s"
_POSTED: Final = f"""
SELECT e.accounting_on, e.event, l.amount_minor FROM ledger_entry e CROSS JOIN ledger_line l
WHERE l.entry_id = e.id AND e.entity_id = %s AND e.book_id = %s AND l.amount_minor > 0
  AND e.event IN ({", ".join(f"'{event}', '{event}_gain'" for event in {*EVENTS.values(), *CHANGES.values()})})
"""  # noqa: S608


def expected(reader: Rows, entity_id: int, basis: int) -> Amounts:
    """Return what moves of stock make of variances in one basis."""
    if not any(reader.rows(sql, [entity_id])[0]["n"] for sql in (_ANY, _REVERSED)):
        return {}
    moves, found = read_moves(reader, entity_id), defaultdict[tuple[int, str], int](int)
    brought = read_brought(reader, entity_id, moves)
    for day, event, amount in (*_at_standard(reader, entity_id, basis, moves, brought),
                               *_reversed(reader, entity_id, basis, brought),
                               *_changed(reader, entity_id, basis)):  # fmt: skip
        if amount:
            found[day, event if amount > 0 else f"{event}_gain"] += abs(amount)
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
) -> Iterator[tuple[int, str, int]]:
    """Yield what receipts into pools at standard brought beyond it."""
    kinds = {row["id"]: row["kind"] for row in reader.rows(_PLACES, [entity_id])}
    at_standard = standards(reader, entity_id)
    for pool in pools(reader, entity_id, moves):
        if pool.basis == basis and (standard := _standard_of(pool, at_standard)):
            variances = by_day(pool, brought, standard, replay_pool(pool, brought, standard)).variances
            for move in pool.moves:
                kind = "re_pool" if move["kind"] == "re_pool" else kinds.get(move["from_location_id"], "")
                if move["owner"] != move["to_owner"]:
                    kind = "vendor"  # Title passed: they were bought where they were.
                for day, amount in variances.get(move["id"], {}).items():
                    yield day, EVENTS.get(kind, kind), amount


def _standard_of(pool: Pool, at_standard: dict[tuple[int, int], Standards]) -> Standards | None:
    """Return the standard of a pool that is costed by one."""
    return at_standard.get((pool.basis or 0, pool.item or 0)) if pool.method == "standard" else None


def _reversed(reader: Rows, entity_id: int, basis: int, brought: Brought) -> Iterator[tuple[int, str, int]]:
    """Yield what goods left at beyond what they had come at, or were assumed to cost: receipts reversed, sales settled."""
    kinds = {row["id"]: row["kind"] for row in reader.rows(_PLACES, [entity_id])}
    for link in brought.links.values():
        if link.move["left"] >= 0 and link.source is not None:
            event = EVENTS["settled" if kinds.get(link.move["to_location_id"]) == "provisional" else "vendor"]
            yield link.move["accounting_on"], event, -_part(link, link.source)
            for day, cost in brought.costs.get((basis, link.move["id"]), []):
                yield day, event, cost


def _changed(reader: Rows, entity_id: int, basis: int) -> Iterator[tuple[int, str, int]]:
    """Yield by how much receipts at standard cost more than was thought: their goods keep their value."""
    for row in reader.rows(_CHANGED, [entity_id, basis]):
        yield row["accounting_on"], CHANGES.get(row["kind"], row["kind"]), row["amount"]


def _part(link: Link, source: Row) -> int:
    """Return the part of what a move brought that the move which names it takes back."""
    value, whole, after = (
        source["value_minor"] or 0,
        source["quantity_micro"],
        link.before + link.move["quantity_micro"],
    )
    return round_half_even(value * after, whole) - round_half_even(value * link.before, whole)
