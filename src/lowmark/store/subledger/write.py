"""Write the cache of open allowances."""

from typing import Any

from lowmark.store.session import Writer


def keep_allowances(writer: Writer, rows: list[dict[str, Any]]) -> None:
    """Set the allowance state of layers: a state whose goods have all gone, or without an amount, leaves the cache."""
    writer.execute_many(
        "DELETE FROM subledger_layer_allowance WHERE book_id = %s AND pool_id = %s AND layer_move_id = %s",
        [(row["book_id"], row["pool_id"], row["layer_move_id"]) for row in rows],
    )
    writer.insert("layer_allowance", [
        row for row in rows if row["amount_minor"] > 0 and row["released_micro"] < row["base_micro"]
    ])  # fmt: skip
