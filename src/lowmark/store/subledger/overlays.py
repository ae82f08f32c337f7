"""Read overlays: what a run proposes on a class, and what posted ones did to the allowance of classes."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl


def overlay(reader: Reader, run_id: int) -> Row | None:
    """Return what a run proposes on a class, or none."""
    return reader.row(
        "SELECT id, item_class, kind, reason, amount_minor, held_minor, cost_minor, evidence, expires_on"
        " FROM runs_overlay WHERE run_id = %s", [run_id], days=("expires_on",),
    )  # fmt: skip


def overlay_moves(reader: Reader, book_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return what overlays did up to a day: accounting_on, fiscal_year, kind, item_class, reason, amount_minor."""
    return reader.frame(
        "SELECT accounting_on, fiscal_year, kind, item_class, reason, amount_minor FROM subledger_overlay_move"
        " WHERE book_id = %s AND accounting_on <= %s AND known_seq <= %s ORDER BY id",
        [book_id, as_of, known_seq],
        {"accounting_on": "day", "fiscal_year": "int", "kind": "text", "item_class": "text", "reason": "text",
         "amount_minor": "minor"},
    )  # fmt: skip


def posted_overlays(reader: Reader, book_id: int, *, as_of: date, known_seq: int) -> list[Row]:
    """Return the overlays posted up to a day, each with its run, author, words, evidence and expiry, oldest first."""
    return reader.rows(
        "SELECT r.code AS run, u.username AS author, r.because, m.accounting_on, m.item_class, m.kind, m.reason,"
        " m.amount_minor, o.evidence, o.expires_on FROM subledger_overlay_move m"
        " JOIN runs_overlay o ON o.id = m.overlay_id JOIN runs_run r ON r.id = o.run_id"
        " LEFT JOIN people_user u ON u.id = r.prepared_by"
        " WHERE m.book_id = %s AND m.accounting_on <= %s AND m.known_seq <= %s ORDER BY m.accounting_on, m.id",
        [book_id, as_of, known_seq], days=("accounting_on", "expires_on"),
    )  # fmt: skip


CHARGED = """
SELECT m.amount_minor, o.cost_minor, (
  SELECT CAST(coalesce(-sum(f.value_minor), 0) AS bigint) FROM subledger_cost_flow f
  JOIN valuation_cost_pool p ON p.id = f.pool_id JOIN items_item i ON i.id = p.item_id
  WHERE f.cost_basis_id = b.cost_basis_id AND i.item_class = m.item_class AND f.kind = 'issue'
    AND f.accounting_on > m.accounting_on AND f.accounting_on <= %s AND f.known_seq <= %s) AS left_minor
FROM subledger_overlay_move m JOIN runs_overlay o ON o.id = m.overlay_id JOIN entities_book b ON b.id = m.book_id
WHERE m.book_id = %s AND m.item_class = %s AND m.amount_minor > 0 AND m.accounting_on <= %s AND m.known_seq <= %s
ORDER BY m.id
"""


def charged(
    reader: Reader, book_id: int, item_class: str, *, as_of: date, known_seq: int
) -> list[tuple[int, int, int]]:
    """Return of each overlay that raised a class its amount, what the class cost then, and the cost that has left since."""
    rows = reader.rows(CHARGED, [as_of, known_seq, book_id, item_class, as_of, known_seq])
    return [(row["amount_minor"], row["cost_minor"], max(0, row["left_minor"])) for row in rows]


def release_waiting(reader: Reader, book_id: int, item_class: str) -> str:
    """Return the run that proposes a release of a class and waits for a decision or its posting; nothing where none does."""
    return str(reader.value(
        "SELECT r.code FROM runs_overlay o JOIN runs_run r ON r.id = o.run_id WHERE r.book_id = %s AND o.item_class = %s"
        " AND o.kind = 'release' AND r.state IN ('proposed', 'approved') ORDER BY r.id LIMIT 1",
        [book_id, item_class],
    ) or "")  # fmt: skip


def past_their_day(reader: Reader, book_id: int, *, as_of: date, known_seq: int) -> list[Row]:
    """Return the overlays whose day has come and that nothing was decided on since, of classes that still hold one."""
    return reader.rows(
        "SELECT m.item_class, o.evidence, o.expires_on, o.cost_minor, (SELECT CAST(sum(s.amount_minor) AS bigint)"
        " FROM subledger_overlay_move s WHERE s.book_id = m.book_id AND s.item_class = m.item_class"
        " AND s.accounting_on <= %s AND s.known_seq <= %s) AS standing_minor"
        " FROM subledger_overlay_move m JOIN runs_overlay o ON o.id = m.overlay_id"
        " WHERE m.book_id = %s AND m.accounting_on <= %s AND m.known_seq <= %s AND o.expires_on <= %s AND NOT EXISTS ("
        "SELECT 1 FROM subledger_overlay_move n WHERE n.book_id = m.book_id AND n.item_class = m.item_class"
        " AND n.reason = m.reason AND n.accounting_on >= o.expires_on AND n.accounting_on <= %s AND n.known_seq <= %s)"
        " ORDER BY m.id",
        [as_of, known_seq, book_id, as_of, known_seq, as_of, as_of, known_seq], days=("expires_on",),
    )  # fmt: skip


def class_movements(reader: Reader, book_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return what lots hold by class at a date as known at a sequence: item_class, held_minor."""
    return reader.frame(
        "SELECT i.item_class, CAST(sum(a.amount_minor) AS bigint) FROM subledger_allowance_move a"
        " JOIN valuation_cost_pool p ON p.id = a.pool_id JOIN items_item i ON i.id = p.item_id"
        " WHERE a.book_id = %s AND a.accounting_on <= %s AND a.known_seq <= %s GROUP BY i.item_class"
        " ORDER BY i.item_class",
        [book_id, as_of, known_seq], {"item_class": "text", "held_minor": "minor"},
    )  # fmt: skip


def class_costs(reader: Reader, cost_basis_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return what the goods of each class have cost at a date as known at a sequence: item_class, cost_minor."""
    return reader.frame(
        "SELECT i.item_class, CAST(sum(f.value_minor) AS bigint) FROM subledger_cost_flow f"
        " JOIN valuation_cost_pool p ON p.id = f.pool_id JOIN items_item i ON i.id = p.item_id"
        " WHERE f.cost_basis_id = %s AND f.accounting_on <= %s AND f.known_seq <= %s GROUP BY i.item_class"
        " ORDER BY i.item_class",
        [cost_basis_id, as_of, known_seq], {"item_class": "text", "cost_minor": "minor"},
    )  # fmt: skip


def allowance_lines(
    reader: Reader, *, book_id: int, accounts: Collection[int], as_of: date, known_seq: int
) -> "pl.DataFrame":
    """Return what the journal of write-downs posted to accounts, a credit positive: accounting_on, event, amount_minor."""
    marks = ", ".join(["%s"] * len(accounts))
    return reader.frame(
        "SELECT e.accounting_on, e.event, CAST(-sum(l.amount_minor) AS bigint) FROM ledger_entry e"  # noqa: S608
        " JOIN ledger_line l ON l.entry_id = e.id WHERE e.book_id = %s AND e.journal = 'write_downs'"
        f" AND e.accounting_on <= %s AND e.known_seq <= %s AND l.account_id IN ({marks})"
        " GROUP BY e.accounting_on, e.event ORDER BY e.accounting_on, e.event",
        [book_id, as_of, known_seq, *accounts],
        {"accounting_on": "day", "event": "text", "amount_minor": "minor"},
    )  # fmt: skip


IN_USE = """
SELECT DISTINCT p.method FROM valuation_cost_pool p JOIN subledger_cost_flow f ON f.pool_id = p.id
LEFT JOIN stock_formula_change_item o ON o.formula_change_id = p.formula_change_id AND o.item_id = p.item_id
WHERE f.cost_basis_id = %s AND f.accounting_on <= %s AND f.known_seq <= %s AND p.owner = '' AND NOT EXISTS (
  SELECT 1 FROM stock_formula_change_item n WHERE n.cost_basis_id = p.cost_basis_id AND n.item_id = p.item_id
    AND n.begins_on <= %s AND n.known_seq <= %s AND n.begins_on > coalesce(o.begins_on, 0)
)
ORDER BY p.method
"""


def methods_in_use(reader: Reader, cost_basis_id: int, *, as_of: date, known_seq: int) -> tuple[str, ...]:
    """Return the methods of our pools that had flows up to a date as known at a sequence, by name.

    A pool whose goods have gone over to another formula since is no longer in use.
    """
    rows = reader.rows(IN_USE, [cost_basis_id, as_of, known_seq, as_of, known_seq])
    return tuple(str(row["method"]) for row in rows)


SOLD = """
SELECT CAST(coalesce(-sum(f.value_minor), 0) AS bigint) FROM subledger_cost_flow f JOIN ledger_entry e ON e.id = f.entry_id
WHERE e.book_id = %s AND e.accounting_on BETWEEN %s AND %s AND e.known_seq <= %s
  AND (e.event LIKE 'sale%%' AND e.event NOT LIKE '%%variance%%')
"""


def cost_sold(reader: Reader, *, book_id: int, first_on: date, as_of: date, known_seq: int) -> int:
    """Return the cost of what was sold in a time, less what came back."""
    return int(reader.value(SOLD, [book_id, first_on, as_of, known_seq]))
