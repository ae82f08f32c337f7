"""Read stock moves after a place in the entity's commit order: what it costs does not depend on the place."""

from lowmark.store.session import Reader, Row


def moves(reader: Reader, entity_id: int, *, after: int, known_seq: int, limit: int) -> list[Row]:
    """Return moves in their order, with the codes of what they name."""
    return reader.rows(
        "SELECT m.known_seq, m.document, m.line, i.code AS item, COALESCE(t.code, '') AS lot, f.path AS from_location,"
        " w.path AS to_location, m.reason, m.quantity_micro, m.value_minor, m.effective_on, m.accounting_on,"
        " COALESCE(k.code, '') AS kit, COALESCE(p.kit_line, '') AS kit_line"
        " FROM stock_stock_move m JOIN items_item i ON i.id = m.item_id LEFT JOIN items_lot t ON t.id = m.lot_id"
        " LEFT JOIN stock_kit_part p ON p.move_id = m.id LEFT JOIN items_item k ON k.id = p.kit_id"
        " JOIN items_location f ON f.id = m.from_location_id JOIN items_location w ON w.id = m.to_location_id"
        " WHERE m.entity_id = %s AND m.known_seq > %s AND m.known_seq <= %s ORDER BY m.known_seq LIMIT %s",
        [entity_id, after, known_seq, limit], days=("effective_on", "accounting_on"),
    )  # fmt: skip
