"""Read and write the sides of sales within a group, and the flows of cost behind them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from lowmark.core.tables.locations import OUTSIDE
from lowmark.store.many import marks, parts
from lowmark.store.session import Reader, Row, Writer

if TYPE_CHECKING:
    import polars as pl

_OUTSIDE = "('" + "', '".join(OUTSIDE) + "')"


def sides(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> list[Row]:
    """Return an entity's sides of sales within its group, with the move behind each, up to a day."""
    return reader.rows(
        "SELECT i.side, i.counterparty, i.reference, i.move_id, i.currency, i.amount_minor, m.document, m.line, m.item_id,"
        " m.accounting_on, m.quantity_micro, m.value_minor, t.code AS item FROM stock_intercompany_move i"
        " JOIN stock_stock_move m ON m.id = i.move_id JOIN items_item t ON t.id = m.item_id"
        " WHERE i.entity_id = %s AND m.accounting_on <= %s AND i.known_seq <= %s ORDER BY i.known_seq",
        [entity_id, as_of, known_seq], days=("accounting_on",),
    )  # fmt: skip


def write_side(writer: Writer, side: dict[str, Any]) -> None:
    """Record a side."""
    writer.insert("intercompany_move", [{"id": writer.take_ids("intercompany_move", 1)[0], **side}])


def flows_of_items(
    reader: Reader, cost_basis_id: int, items: Sequence[int], *, as_of: date, known_seq: int
) -> list[Row]:
    """Return the flows of cost of some items in one basis up to a day, in the order in which they count."""
    if not items:
        return []
    marks = ", ".join(["%s"] * len(items))
    return reader.rows(
        "SELECT f.pool_id, f.layer_move_id, f.move_id, f.kind, f.quantity_micro, f.value_minor, p.item_id FROM"  # noqa: S608
        " subledger_cost_flow f JOIN valuation_cost_pool p ON p.id = f.pool_id"
        f" WHERE f.cost_basis_id = %s AND p.item_id IN ({marks}) AND f.accounting_on <= %s AND f.known_seq <= %s"
        " ORDER BY f.accounting_on, f.known_seq, f.id",
        [cost_basis_id, *items, as_of, known_seq],
    )


class Leg(NamedTuple):
    """A move of a production: what went in, or what came out with its share."""

    production: int
    move_id: int
    item_id: int
    goes_in: bool
    share_micro: int | None
    abnormal_micro: int


def legs_of_productions(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> list[Leg]:
    """Return the moves of an entity's productions up to a day, each production's in the order in which they came to be known."""
    rows = reader.rows(
        "SELECT m.production_id, m.id, m.item_id, t.kind AS goes_to, m.share_micro, r.abnormal_micro FROM stock_production r"
        " JOIN stock_stock_move m ON m.production_id = r.id JOIN items_location t ON t.id = m.to_location_id"
        " WHERE r.entity_id = %s AND m.accounting_on <= %s AND m.known_seq <= %s ORDER BY m.production_id, m.known_seq",
        [entity_id, as_of, known_seq],
    )
    return [
        Leg(row["production_id"], row["id"], row["item_id"], row["goes_to"] == "production", row["share_micro"],
            row["abnormal_micro"])
        for row in rows
    ]  # fmt: skip


def move_of(reader: Reader, entity_id: int, document: str, line: str) -> Row | None:
    """Return a move by its document: id, item, quantity_micro, and whether it comes from and goes to places of ours."""
    return reader.row(
        f"SELECT m.id, t.code AS item, m.quantity_micro, f.kind NOT IN {_OUTSIDE} AS from_is_ours,"  # noqa: S608
        f" g.kind NOT IN {_OUTSIDE} AS to_is_ours FROM stock_stock_move m JOIN items_item t ON t.id = m.item_id"
        " JOIN items_location f ON f.id = m.from_location_id JOIN items_location g ON g.id = m.to_location_id"
        " WHERE m.entity_id = %s AND m.document = %s AND m.line = %s",
        [entity_id, document, line],
    )


def is_declared(reader: Reader, entity_id: int, move_id: int, side: str, counterparty: str, reference: str) -> bool:
    """Say whether a move, or a reference with the other side, has been declared before."""
    return reader.value(
        "SELECT count(*) FROM stock_intercompany_move WHERE entity_id = %s"
        " AND (move_id = %s OR (side = %s AND counterparty = %s AND reference = %s))",
        [entity_id, move_id, side, counterparty, reference],
    ) > 0  # fmt: skip


def invoiced(reader: Reader, entity_id: int, moves: Sequence[int]) -> set[int]:
    """Return those of some moves that are a side of a sale within the group whose invoice is posted with it."""
    return {
        int(row["move_id"])
        for part in parts(moves)
        for row in reader.rows(
            "SELECT i.move_id FROM stock_intercompany_move i WHERE i.entity_id = %s"  # noqa: S608
            f" AND i.move_id IN ({marks(part)}) AND EXISTS (SELECT 1 FROM ledger_entry e"
            " WHERE e.entity_id = i.entity_id AND e.document = i.reference AND e.event = 'intercompany_' || i.side)",
            [entity_id, *part],
        )
    }


def moves_of_documents(reader: Reader, entity_id: int, documents: Sequence[str]) -> "pl.DataFrame":
    """Return the moves of some documents: document, line, move_id, from_kind, to_kind, is_declared."""
    marks = ", ".join(["%s"] * len(documents)) or "''"
    return reader.frame(
        "SELECT m.document, m.line, m.id, f.kind, g.kind, i.id IS NOT NULL FROM stock_stock_move m"  # noqa: S608
        " JOIN items_location f ON f.id = m.from_location_id JOIN items_location g ON g.id = m.to_location_id"
        " LEFT JOIN stock_intercompany_move i ON i.entity_id = m.entity_id AND i.move_id = m.id"
        f" WHERE m.entity_id = %s AND m.document IN ({marks})",
        [entity_id, *documents],
        {
            "document": "text",
            "line": "text",
            "move_id": "id",
            "from_kind": "text",
            "to_kind": "text",
            "is_declared": "bool",
        },
    )


def declared_moves(reader: Reader, entity_id: int) -> list[int]:
    """Return the moves that an entity has declared as a side of a sale within the group."""
    rows = reader.rows("SELECT move_id FROM stock_intercompany_move WHERE entity_id = %s", [entity_id])
    return [int(row["move_id"]) for row in rows]


def declared(reader: Reader, entity_id: int) -> "pl.DataFrame":
    """Return the sides that an entity has declared: side, counterparty, reference, and their sequence."""
    return reader.frame(
        "SELECT side, counterparty, reference, known_seq FROM stock_intercompany_move WHERE entity_id = %s",
        [entity_id], {"side": "text", "counterparty": "text", "reference": "text", "declared": "int"},
    )  # fmt: skip
