"""Read evidence and policies, as known at a sequence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl


def evidence(reader: Reader, entity_id: int, *, known_seq: int) -> "pl.DataFrame":
    """Return the evidence of an entity as known at a sequence, in the columns that assessment takes.

    What somebody else has verified by then stands as verified, whatever it stood as when it was entered.
    """
    return reader.frame(
        "SELECT e.id, e.item_id, e.lot_id, e.kind, e.condition, e.channel, e.amount_micro, e.currency, e.quantity_micro,"
        " e.observed_on, e.confirms_date, CASE WHEN v.id IS NULL THEN e.standing ELSE 'verified' END"
        " FROM evidence_evidence e LEFT JOIN evidence_evidence_verification v"
        " ON v.evidence_id = e.id AND v.known_seq <= %s WHERE e.entity_id = %s AND e.known_seq <= %s ORDER BY e.id",
        [known_seq, entity_id, known_seq],
        {"evidence": "id", "item": "id", "lot": "id", "kind": "text", "condition": "text", "channel": "text",
         "amount_micro": "micro",
         "currency": "text", "quantity_micro": "micro", "observed_on": "day", "confirms_date": "bool",
         "standing": "text"},
    )  # fmt: skip


class Document(NamedTuple):
    """What a piece of evidence is from: a statement, or a line of an order that counts as one."""

    evidence: int
    item_id: int
    item: str
    document: str
    line: str
    kind: str
    channel: str


def documents(
    reader: Reader, entity_id: int, *, evidence: Sequence[int], orders: Mapping[int, int], known_seq: int
) -> list[Document]:
    """Return the documents of evidence, in their order; `orders` leads from its number to the line of an order that it is."""
    wanted, by_line = {*evidence}, {line: number for number, line in orders.items()}
    rows = reader.rows(
        "SELECT e.id, e.item_id, i.code AS item, e.document, e.line, e.kind, e.channel FROM evidence_evidence e"
        " JOIN items_item i ON i.id = e.item_id WHERE e.entity_id = %s AND e.known_seq <= %s ORDER BY e.id",
        [entity_id, known_seq],
    )
    lines = reader.rows(
        "SELECT o.id, o.item_id, i.code AS item, o.document, o.line, 'firm_contract' AS kind, '' AS channel"
        " FROM stock_order_line o JOIN items_item i ON i.id = o.item_id WHERE o.entity_id = %s AND o.known_seq <= %s"
        " ORDER BY o.id",
        [entity_id, known_seq],
    ) if by_line else []  # fmt: skip
    numbered = [(row["id"], row) for row in rows if row["id"] in wanted]
    numbered += [(by_line[row["id"]], row) for row in lines if row["id"] in by_line]
    return [Document(number, *(row[name] for name in Document._fields[1:])) for number, row in numbered]


def standards(reader: Reader, cost_basis_id: int) -> "pl.DataFrame":
    """Return the standard cost in force of each item of a basis: item_id, price_micro."""
    return reader.frame(
        "SELECT s.item_id, s.price_micro FROM evidence_standard_cost s WHERE s.cost_basis_id = %s AND s.known_seq = ("
        "SELECT max(t.known_seq) FROM evidence_standard_cost t"
        " WHERE t.cost_basis_id = s.cost_basis_id AND t.item_id = s.item_id) ORDER BY s.item_id",
        [cost_basis_id], {"item_id": "id", "price_micro": "micro"},
    )  # fmt: skip


ROLLS = """
SELECT s.item_id, s.valid_from, s.price_micro FROM evidence_standard_cost s WHERE s.cost_basis_id = %s AND {which} (
  SELECT 1 FROM valuation_cost_pool p JOIN subledger_cost_flow f ON f.pool_id = p.id
  WHERE p.cost_basis_id = s.cost_basis_id AND p.item_id = s.item_id AND p.method = 'standard' AND f.known_seq < s.known_seq)
ORDER BY s.item_id, s.known_seq
"""


def first_standards(reader: Reader, cost_basis_id: int) -> "pl.DataFrame":
    """Return the standard with which goods of each item of a basis began: item_id, price_micro."""
    return reader.frame(
        ROLLS.format(which="NOT EXISTS"), [cost_basis_id], {"item_id": "id", "valid_from": "day", "price_micro": "micro"}
    ).group_by("item_id", maintain_order=True).last().drop("valid_from")  # fmt: skip


def rolls(reader: Reader, cost_basis_id: int) -> "pl.DataFrame":
    """Return the standards to which goods that were there were revalued: item_id, valid_from, price_micro, oldest first."""
    return reader.frame(
        ROLLS.format(which="EXISTS"), [cost_basis_id], {"item_id": "id", "valid_from": "day", "price_micro": "micro"}
    )  # fmt: skip


def rolled_on(reader: Reader, cost_basis_id: int, item_id: int) -> date | None:
    """Return the day of an item's last roll, or none."""
    sql = ROLLS.format(which="s.item_id = %s AND EXISTS")
    days = [row["valid_from"] for row in reader.rows(sql, [cost_basis_id, item_id], days=("valid_from",))]
    return max(days, default=None)


def standard(reader: Reader, cost_basis_id: int, item_id: int) -> int | None:
    """Return the standard cost of one item of a basis, a price in millionths, or none."""
    sql = (
        "SELECT price_micro FROM evidence_standard_cost WHERE cost_basis_id = %s AND item_id = %s"
        " ORDER BY known_seq DESC LIMIT 1"
    )
    found = reader.value(sql, [cost_basis_id, item_id])
    return None if found is None else int(found)


def policies(reader: Reader, entity_id: int, *, known_seq: int, on: date) -> list[Row]:
    """Return an entity's policy facts valid by a day as known at a sequence, in the order they came to be known.

    Shapes: path, book_id (null: of every book), head_id (null: its own), valid_from, value.
    """
    return reader.rows(
        "SELECT path, book_id, head_id, valid_from, value FROM evidence_policy WHERE entity_id = %s AND known_seq <= %s"
        " AND valid_from <= %s ORDER BY known_seq",
        [entity_id, known_seq, on], days=("valid_from",),
    )  # fmt: skip


def policy_changes(reader: Reader, entity_id: int, *, known_seq: int) -> list[Row]:
    """Return every setting of an entity as known at a sequence, in the order they came to be known, with who made it."""
    return reader.rows(
        "SELECT p.path, b.code AS book, p.head_id, p.valid_from, p.value, u.username AS set_by, p.known_seq"
        " FROM evidence_policy p LEFT JOIN entities_book b ON b.id = p.book_id LEFT JOIN people_user u ON u.id = p.set_by"
        " WHERE p.entity_id = %s AND p.known_seq <= %s ORDER BY p.known_seq",
        [entity_id, known_seq], days=("valid_from",),
    )  # fmt: skip


def policy_document(reader: Reader, entity_id: int, policy_hash: bytes) -> int | None:
    """Return the number of a stored policy document, or none."""
    sql = "SELECT id FROM evidence_policy_document WHERE entity_id = %s AND policy_hash = %s"
    found = reader.value(sql, [entity_id, policy_hash])
    return None if found is None else int(found)
