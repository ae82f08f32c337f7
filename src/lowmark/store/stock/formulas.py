"""Read and write changes of formula, and what was decided on them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lowmark.store.session import Reader, Row, Writer

CHANGES = """
SELECT c.id, c.cost_basis_id, c.document, c.replaces, c.method, c.item_class, c.begins_on, c.application, c.impracticable,
  c.because, c.drafted_by, u.username AS drafter, c.known_seq, n.decision, n.comment, n.figures_hash, v.username AS decider,
  (SELECT count(*) FROM stock_formula_change_item i WHERE i.formula_change_id = c.id) AS items
FROM stock_formula_change c JOIN people_user u ON u.id = c.drafted_by
LEFT JOIN stock_formula_change_decision n ON n.formula_change_id = c.id
LEFT JOIN people_user v ON v.id = n.decided_by
WHERE c.cost_basis_id = %s {which} ORDER BY c.known_seq
"""


def changes(reader: Reader, cost_basis_id: int) -> list[Row]:
    """Return the changes of formula of a basis, each with its decision, oldest first."""
    return reader.rows(CHANGES.format(which=""), [cost_basis_id], days=("begins_on",))


def change(reader: Reader, cost_basis_id: int, document: str) -> Row | None:
    """Return a change of formula by its name, or none."""
    found = reader.rows(CHANGES.format(which="AND c.document = %s"), [cost_basis_id, document], days=("begins_on",))
    return found[0] if found else None


def effects(reader: Reader, cost_basis_id: int, known_seq: int) -> list[Row]:
    """Return what approved changes do to earlier years, as known at a sequence: by change, year and expense, oldest first."""
    return reader.rows(
        "SELECT c.document, c.begins_on, f.fiscal_year, f.expense, f.amount_minor FROM stock_formula_change_effect f"
        " JOIN stock_formula_change c ON c.id = f.formula_change_id"
        " JOIN stock_formula_change_decision n ON n.formula_change_id = c.id AND n.decision = 'approved'"
        " WHERE c.cost_basis_id = %s AND n.known_seq <= %s AND f.known_seq <= %s ORDER BY f.known_seq",
        [cost_basis_id, known_seq, known_seq], days=("begins_on",),
    )  # fmt: skip


def approved(reader: Reader, cost_basis_id: int, *, first_on: date, last_on: date, known_seq: int) -> list[Row]:
    """Return the changes that were approved and begin in a time, as known at a sequence, oldest first."""
    which = "AND n.decision = 'approved' AND n.known_seq <= %s AND c.begins_on BETWEEN %s AND %s"
    return reader.rows(CHANGES.format(which=which), [cost_basis_id, known_seq, first_on, last_on], days=("begins_on",))


def write_change(writer: Writer, row: Mapping[str, Any]) -> None:
    """Write a draft."""
    writer.insert("formula_change", [{"id": writer.take_ids("formula_change", 1)[0], **row}])


def write_decision(writer: Writer, row: Mapping[str, Any]) -> None:
    """Write a decision."""
    writer.insert("formula_change_decision", [{"id": writer.take_ids("formula_change_decision", 1)[0], **row}])


def write_items(
    writer: Writer, items: Sequence[Mapping[str, Any]], shared: Mapping[str, Any], sequences: Sequence[int]
) -> None:
    """Write which items go over: item_id, replaces, method."""
    ids = writer.take_ids("formula_change_item", len(items))
    writer.insert("formula_change_item", [
        {"id": number, "known_seq": sequence, **item, **shared}
        for number, item, sequence in zip(ids, items, sequences, strict=True)
    ])  # fmt: skip


def write_effects(
    writer: Writer, effects: Sequence[Mapping[str, Any]], shared: Mapping[str, Any], sequences: Sequence[int]
) -> None:
    """Write what a change does to the expenses of earlier years: fiscal_year, expense, amount_minor."""
    ids = writer.take_ids("formula_change_effect", len(effects))
    writer.insert("formula_change_effect", [
        {"id": number, "known_seq": sequence, **effect, **shared}
        for number, effect, sequence in zip(ids, effects, sequences, strict=True)
    ])  # fmt: skip


def begins_by(writer: Writer, cost_basis_id: int, method: str) -> None:
    """Let goods that are new to a basis begin by a formula."""
    writer.execute("UPDATE entities_cost_basis SET method = %s WHERE id = %s", [method, cost_basis_id])


def items_of(reader: Reader, change_id: int) -> list[Row]:
    """Return the items that went over by a change, in their order: item, replaces, method."""
    sql = ("SELECT i.code AS item, n.replaces, n.method FROM stock_formula_change_item n JOIN items_item i ON i.id = n.item_id"
           " WHERE n.formula_change_id = %s ORDER BY i.code")  # fmt: skip
    return reader.rows(sql, [change_id])


def effects_of(reader: Reader, change_id: int) -> list[Row]:
    """Return what a change does to the expenses of earlier years: fiscal_year, expense, amount_minor."""
    return reader.rows("SELECT fiscal_year, expense, amount_minor FROM stock_formula_change_effect WHERE formula_change_id = %s"
                       " ORDER BY fiscal_year, expense", [change_id])  # fmt: skip
