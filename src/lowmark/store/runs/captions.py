"""Read and write decisions on where write-downs are shown."""

from datetime import date
from typing import Any

from lowmark.store.session import Reader, Row, Writer


def caption_in_force(reader: Reader, book_id: int, *, fiscal_year: int, as_of: date, known_seq: int) -> Row | None:
    """Return the latest decision for a fiscal year up to a day as known at a sequence, or none."""
    return reader.row(
        "SELECT c.as_of, c.tested_minor, c.size, c.proposed, c.caption, c.reason, c.known_seq, u.username AS decided_by"
        " FROM runs_caption c LEFT JOIN people_user u ON u.id = c.decided_by"
        " WHERE c.book_id = %s AND c.fiscal_year = %s AND c.as_of <= %s AND c.known_seq <= %s"
        " ORDER BY c.as_of DESC, c.known_seq DESC LIMIT 1",
        [book_id, fiscal_year, as_of, known_seq], days=("as_of",),
    )  # fmt: skip


def write_caption(writer: Writer, caption: dict[str, Any]) -> None:
    """Record a decision."""
    writer.insert("caption", [{"id": writer.take_ids("caption", 1)[0], **caption}])
