"""Write the cache of open allowances."""

from collections.abc import Sequence
from typing import Any

from lowmark.store.session import Writer


def drop_allowances(writer: Writer, book_id: int, layers: Sequence[Sequence[int]]) -> None:
    """Take the allowance state of layers (pool, layer) out of the cache."""
    writer.execute_many(
        "DELETE FROM subledger_layer_allowance WHERE book_id = %s AND pool_id = %s AND layer_move_id = %s",
        [(book_id, pool, layer) for pool, layer in layers],
    )


def keep_allowances(writer: Writer, rows: list[dict[str, Any]]) -> None:
    """Set the allowance state of layers: a state whose goods have all gone, or without an amount, leaves the cache."""
    for book_id in {row["book_id"] for row in rows}:
        drop_allowances(
            writer, book_id, [(row["pool_id"], row["layer_move_id"]) for row in rows if row["book_id"] == book_id]
        )
    writer.insert("layer_allowance", [
        row for row in rows if row["amount_minor"] > 0 and row["released_micro"] < row["base_micro"]
    ])  # fmt: skip
