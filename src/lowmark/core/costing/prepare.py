"""Lay open layers and moves out as a kernel walks through them: bucket by bucket of pools, as plain columns.

Before this: `checks` has let the frames pass. After this: `walk` takes each bucket to a method's kernel.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from lowmark.core.costing.columns import Medium, medium_for
from lowmark.core.costing.grouping import Grouped, group, to_pools
from lowmark.core.costing.rows import Flows, Rows
from lowmark.core.costing.tables import Marks
from lowmark.core.kinds.compiled import for_size


@dataclass(frozen=True, slots=True)
class Prepared:
    """All rows, those of each bucket of pools together, and how to have one bucket at a time."""

    grouped: Grouped
    columns: Mapping[str, Any]
    components: tuple[str, ...]
    n: int

    @property
    def medium(self) -> Medium:
        """How the columns are held."""
        return medium_for(self.n)

    def bucket(self, first_pool: int, end_pool: int) -> "Bucket":
        """Return the rows of some pools, each pool's together, and room for what the kernel writes."""
        medium, width = self.medium, len(self.components)
        starts = medium.from_zero(self.grouped.starts[first_pool : end_pool + 1])
        first, n = self.grouped.starts[first_pool], starts[-1]
        values = medium.rooms(width, n)
        to = {name: medium.room(n, pl.Int64) for name in ("move", "seq", "quantity")}
        to |= {"day": medium.room(n, pl.Int32), **dict(zip(self.components, values, strict=True))}
        none = {"consumed": medium.zeros(n, pl.Int64), "brought_in": medium.zeros(n, pl.Int8)}
        to |= {name: column for name, column in none.items() if name in self.columns}
        carry = for_size(to_pools, self.n)
        for name, column in to.items():
            carry(self.columns[name], self.grouped.order, first, column)

        to = none | to
        pools = medium.column(self.grouped.pools[first_pool:end_pool])
        zeros = medium.zeros(n, pl.Int8), medium.zeros(n, pl.Int64)
        return Bucket(
            rows=Rows(starts, to["quantity"], width, medium.matrix(values), to["consumed"], *zeros),
            flows=Flows(medium.room(n, pl.UInt32), medium.room(n, pl.UInt32), medium.room(n, pl.Int64),
                        medium.room_matrix(n, width)),
            marks=Marks(pools, to["move"], to["day"], to["seq"], to["brought_in"]),
            prepared=self,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some pools' rows as a kernel takes them, room for its flows, and what tells the rows apart."""

    rows: Rows
    flows: Flows
    marks: Marks
    prepared: Prepared

    @property
    def components(self) -> tuple[str, ...]:
        """The names of the columns of value."""
        return self.prepared.components

    @property
    def medium(self) -> Medium:
        """How the columns are held."""
        return self.prepared.medium

    def compiled(self, kernel: Callable[..., Any]) -> Callable[..., Any]:
        """Return the form of a kernel that goes with the columns."""
        return for_size(kernel, self.prepared.n)


def as_posted(
    *, moves: pl.DataFrame, layers: pl.DataFrame | None, components: tuple[str, ...]
) -> tuple[pl.DataFrame, ...]:
    """Return layers, if any, and moves as rows of the same columns, in the order in which they came.

    Domain: what `checks` has let pass.
    """
    moved = _as_rows(moves, "move", "accounting_on", components)
    if layers is None or layers.is_empty():
        return (moved,)
    opened = _as_rows(layers, "layer", "opened_on", components)
    return (
        opened.with_columns(layers["consumed_micro"].alias("consumed"), brought_in=pl.lit(1, pl.Int8)),
        moved.with_columns(consumed=pl.lit(0, pl.Int64), brought_in=pl.lit(0, pl.Int8)),
    )


def in_costing_order(parts: tuple[pl.DataFrame, ...]) -> tuple[pl.DataFrame, ...]:
    """Sort layers, and moves, by day, by when they became known, and by move."""
    return tuple(part.sort("day", "seq", "move") for part in parts)


def prepare(parts: tuple[pl.DataFrame, ...], components: tuple[str, ...]) -> Prepared:
    """Find each row's pool, and bring the rows of each bucket of pools together, layers before moves."""
    frame = pl.concat(parts, rechunk=True)
    grouped = group(pool=frame["pool"])
    columns = {name: grouped.to_buckets(frame[name]) for name in frame.columns if name != "pool"}
    return Prepared(grouped, columns, components, frame.height)


def _as_rows(frame: pl.DataFrame, key: str, day: str, components: tuple[str, ...]) -> pl.DataFrame:
    return frame.select(
        "pool",
        pl.col(key).alias("move"),
        pl.col(day).to_physical().alias("day"),
        pl.col("known_seq").alias("seq"),
        pl.col("quantity_micro").alias("quantity"),
        pl.col(components).fill_null(0),
    )
