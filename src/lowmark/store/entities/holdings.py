"""Read and write what entities hold of one another."""

from datetime import date
from typing import Any

from lowmark.store.session import Reader, Row, Writer


def holdings_of(reader: Reader, entity_id: int, code: str, *, as_of: date) -> list[Row]:
    """Return what an entity holds on a day: holder, held, share_micro, method, and since when it holds any of it."""
    rows = reader.rows(
        "SELECT held, share_micro, method, valid_from FROM entities_ownership WHERE entity_id = %s AND valid_from <= %s"
        " ORDER BY held, valid_from, known_seq",
        [entity_id, as_of], days=("valid_from",),
    )  # fmt: skip
    latest: dict[str, Row] = {}
    for row in rows:
        before = latest.get(row["held"])
        is_held = before is not None and before["method"] != "none"
        since = before["since"] if before is not None and is_held else row["valid_from"]
        latest[row["held"]] = {"holder": code, "held": row["held"], "share_micro": row["share_micro"],
                               "method": row["method"], "since": since}  # fmt: skip
    return [latest[held] for held in sorted(latest)]


def every_holding(reader: Reader, entity_id: int) -> list[Row]:
    """Return everything that an entity has said of its holdings, oldest first."""
    return reader.rows(
        "SELECT held, share_micro, method, valid_from FROM entities_ownership WHERE entity_id = %s"
        " ORDER BY held, valid_from, known_seq",
        [entity_id], days=("valid_from",),
    )  # fmt: skip


def write_holding(writer: Writer, holding: dict[str, Any]) -> None:
    """Record a holding."""
    writer.insert("ownership", [{"id": writer.take_ids("ownership", 1)[0], **holding}])
