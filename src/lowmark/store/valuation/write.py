"""Write pools and the cache of open layers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lowmark.store.session import Writer
from lowmark.store.valuation.read import pool_key

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPool:
    """A pool to be: what lies in it, the cost formula by which it begins, and the change by which it came to be, if any."""

    item_id: int
    lot_id: int | None
    condition: str
    owner: str
    method: str
    change_id: int = 0


def add_pools(writer: Writer, *, entity_id: int, cost_basis_id: int, pools: Sequence[NewPool]) -> list[int]:
    """Add pools; return their numbers, in the order in which they were given."""
    numbers = list(writer.take_ids("cost_pool", len(pools)))
    writer.insert("cost_pool", [
        {"id": number, "entity_id": entity_id, "cost_basis_id": cost_basis_id, "item_id": pool.item_id,
         "lot_id": pool.lot_id, "condition": pool.condition, "owner": pool.owner, "method": pool.method,
         "formula_change_id": pool.change_id or None,
         "pool_key": pool_key(pool.item_id, pool.lot_id, pool.condition, pool.owner, pool.change_id)}
        for number, pool in zip(numbers, pools, strict=True)
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
