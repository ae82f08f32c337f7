"""Write pools and the cache of open layers."""

from typing import TYPE_CHECKING

from lowmark.store.session import Writer

if TYPE_CHECKING:
    import polars as pl


def add_pools(writer: Writer, *, entity_id: int, cost_basis_id: int, keys: list[tuple[int, int | None]]) -> list[int]:
    """Add the pools of items (and lots) that are new; return the numbers, in the order of the keys."""
    numbers = list(writer.take_ids("cost_pool", len(keys)))
    writer.insert("cost_pool", [
        {"id": number, "entity_id": entity_id, "cost_basis_id": cost_basis_id, "item_id": item_id, "lot_id": lot_id,
         "pool_key": f"{item_id}/{lot_id or 0}"}
        for number, (item_id, lot_id) in zip(numbers, keys, strict=True)
    ])  # fmt: skip
    return numbers


def keep_layers(writer: Writer, *, before: "pl.DataFrame", after: "pl.DataFrame") -> None:
    """Bring the cache from what it was to what it is: drop what changed, and put back what is still open.

    Shapes: before: pool_id, layer_move_id of the rows in the cache; after: the noun's columns.
    """
    drop_layers(writer, before.select("pool_id", "layer_move_id").rows())
    writer.insert_frame("layer", after)


def drop_layers(writer: Writer, keys: list[tuple[int, int]]) -> None:
    """Take layers out of the cache by their key."""
    writer.execute_many("DELETE FROM valuation_layer WHERE pool_id = %s AND layer_move_id = %s", keys)
