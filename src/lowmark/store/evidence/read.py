"""Read evidence and policies, as known at a sequence."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl


def evidence(reader: Reader, entity_id: int, *, known_seq: int) -> "pl.DataFrame":
    """Return the evidence of an entity as known at a sequence, in the columns that assessment takes."""
    return reader.frame(
        "SELECT id, item_id, lot_id, kind, condition, channel, amount_micro, currency, quantity_micro,"
        " observed_on, confirms_date, standing FROM evidence_evidence WHERE entity_id = %s AND known_seq <= %s ORDER BY id",
        [entity_id, known_seq],
        {"evidence": "id", "item": "id", "lot": "id", "kind": "text", "condition": "text", "channel": "text",
         "amount_micro": "micro",
         "currency": "text", "quantity_micro": "micro", "observed_on": "day", "confirms_date": "bool",
         "standing": "text"},
    )  # fmt: skip


def standards(reader: Reader, cost_basis_id: int) -> "pl.DataFrame":
    """Return the standard cost in force of each item of a basis: item_id, price_micro."""
    return reader.frame(
        "SELECT s.item_id, s.price_micro FROM evidence_standard_cost s WHERE s.cost_basis_id = %s AND s.known_seq = ("
        "SELECT max(t.known_seq) FROM evidence_standard_cost t"
        " WHERE t.cost_basis_id = s.cost_basis_id AND t.item_id = s.item_id) ORDER BY s.item_id",
        [cost_basis_id], {"item_id": "id", "price_micro": "micro"},
    )  # fmt: skip


def standard(reader: Reader, cost_basis_id: int, item_id: int) -> int | None:
    """Return the standard cost of one item of a basis, a price in millionths, or none."""
    sql = (
        "SELECT price_micro FROM evidence_standard_cost WHERE cost_basis_id = %s AND item_id = %s"
        " ORDER BY known_seq DESC LIMIT 1"
    )
    found = reader.value(sql, [cost_basis_id, item_id])
    return None if found is None else int(found)


def policies(reader: Reader, entity_id: int, *, known_seq: int, on: date) -> list[Row]:
    """Return an entity's policy facts valid by a day as known at a sequence, in the order they came to be known."""
    return reader.rows(
        "SELECT path, valid_from, value FROM evidence_policy WHERE entity_id = %s AND known_seq <= %s"
        " AND valid_from <= %s ORDER BY known_seq",
        [entity_id, known_seq, on], days=("valid_from",),
    )  # fmt: skip


def policy_document(reader: Reader, entity_id: int, policy_hash: bytes) -> int | None:
    """Return the number of a stored policy document, or none."""
    sql = "SELECT id FROM evidence_policy_document WHERE entity_id = %s AND policy_hash = %s"
    found = reader.value(sql, [entity_id, policy_hash])
    return None if found is None else int(found)
