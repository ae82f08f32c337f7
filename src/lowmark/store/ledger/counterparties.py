"""Who is on the other side of a line: a customer or vendor named beside it, and balances by it."""

from datetime import date

from lowmark.store.entities.read import Book
from lowmark.store.ledger.dimensions import balances_by
from lowmark.store.session import Reader, Writer

OWED = (("asset", "customer"), ("liability", "vendor"))
"""Which dimension names the other side of what is owed: on assets a customer, on liabilities a vendor."""

VALUE = "SELECT id FROM ledger_dimension_value WHERE entity_id = %s AND dimension = %s AND code = %s"


def name_counterparty(
    writer: Writer, *, entity_id: int, entry_id: int, line_no: int, dimension: str, code: str, known: tuple[int, int]
) -> None:
    """Name who is on the other side of a line; who is new becomes a value of the dimension."""
    value = writer.value(VALUE, [entity_id, dimension, code])
    if value is None:
        value = writer.take_ids("dimension_value", 1)[0]
        writer.insert("dimension_value", [
            {"id": value, "entity_id": entity_id, "dimension": dimension, "code": code, "name": code}
        ])  # fmt: skip
    writer.insert("line_dimension", [{
        "id": writer.take_ids("line_dimension", 1)[0], "entity_id": entity_id, "entry_id": entry_id, "line_no": line_no,
        "dimension": dimension, "value_id": value, "known_seq": known[0], "recorded_at": known[1],
    }])  # fmt: skip


def owed_by_counterparty(
    reader: Reader, book: Book, *, as_of: date, known_seq: int, year_from: date
) -> dict[tuple[str, str], int]:
    """Return what is on each account of assets and liabilities with somebody who is named: account code and name to balance."""
    found: dict[tuple[str, str], int] = {}
    for section, dimension in OWED:
        rows = balances_by(reader, book, dimension=dimension, as_of=as_of, known_seq=known_seq, year_from=year_from)
        for row in rows:
            if row["section"] == section and row["value"] and row["posted_minor"]:
                found[row["code"], row["value"]] = row["posted_minor"]
    return found
