"""Read and write LIFO pools: what was estimated of them, and the layers that stood after it."""

from collections.abc import Sequence
from typing import Any

from lowmark.store.session import Reader, Row, Writer


def latest(reader: Reader, book_id: int, pool: str) -> Row | None:
    """Return the latest estimate of a pool: as_of, reserve_minor, method; none where there is none."""
    return reader.row(
        "SELECT as_of, reserve_minor, method FROM subledger_pool_estimate WHERE book_id = %s AND pool = %s"
        " ORDER BY as_of DESC, known_seq DESC LIMIT 1",
        [book_id, pool], days=("as_of",),
    )  # fmt: skip


def standing_layers(reader: Reader, book_id: int, pool: str, *, before_year: int) -> list[Row]:
    """Return the layers that the last annual estimate before a fiscal year left, oldest first."""
    return reader.rows(
        "SELECT l.fiscal_year, l.base_minor, l.index_over, l.index_under, l.ratio_over, l.ratio_under, l.cost_minor,"
        " l.used_base_minor FROM subledger_pool_layer l WHERE l.pool_estimate_id = ("
        "SELECT e.id FROM subledger_pool_estimate e WHERE e.book_id = %s AND e.pool = %s AND e.is_annual"
        " AND e.fiscal_year < %s ORDER BY e.fiscal_year DESC, e.known_seq DESC LIMIT 1) ORDER BY l.fiscal_year",
        [book_id, pool, before_year],
    )  # fmt: skip


def write_estimate(writer: Writer, estimate: dict[str, Any], layers: Sequence[dict[str, Any]]) -> None:
    """Write an estimate and the layers after it."""
    number = writer.take_ids("pool_estimate", 1)[0]
    writer.insert("pool_estimate", [{"id": number, **estimate}])
    ids = writer.take_ids("pool_layer", len(layers))
    writer.insert("pool_layer", [
        {"id": own, "entity_id": estimate["entity_id"], "pool_estimate_id": number, "pool": estimate["pool"], **layer}
        for own, layer in zip(ids, layers, strict=True)
    ])  # fmt: skip
