"""Lay open layers and moves out as a kernel walks through them: bucket by bucket of pools, as plain columns.

Before this: `checks` has let the frames pass. After this: `walk` takes each bucket to a method's kernel.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from lowmark.core.costing.columns import Medium
from lowmark.core.costing.grouping import Grouped, group
from lowmark.core.costing.returns import COLUMNS as OF_RETURNS
from lowmark.core.costing.rows import Rows, Terms
from lowmark.core.costing.tables import Marks, write_pools
from lowmark.core.costing.threads import side_by_side
from lowmark.core.kinds.compiled import for_size, is_large


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some pools' rows as a kernel takes them, what tells the rows apart, and what a pooled kernel asks for besides.

    If the bucket is ``lasting``, no other reuses the room of its marks and quantities: tables may keep them.
    """

    rows: Rows
    marks: Marks
    terms: Terms
    lasting: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """All rows, those of each bucket of pools together, and how to have one bucket at a time."""

    grouped: Grouped
    columns: Mapping[str, Any]
    components: tuple[str, ...]
    standards: pl.DataFrame | None
    n: int

    def compiled(self, kernel: Callable[..., Any]) -> Callable[..., Any]:
        """Return the form of a kernel that goes with the columns."""
        return for_size(kernel, self.n)

    @property
    def has_layers(self) -> bool:
        """Say whether some rows are layers that were brought in."""
        return "brought_in" in self.columns

    def bucket(self, first_pool: int, end_pool: int, medium: Medium, *, lasting: bool) -> Bucket:
        """Return the rows of some pools, each pool's together, in room that the medium's next bucket will reuse.

        Domain: what is ``lasting``, `Bucket` says.
        """
        starts = medium.from_zero(self.grouped.starts[first_pool : end_pool + 1])
        n, width = starts[-1], len(self.components)
        values = medium.rooms(width, n, "values")
        to = {
            name: medium.room(n, pl.Int32 if name == "day" else pl.Int64, "" if lasting else name)
            for name in ("pool", "move", "day", "seq", "quantity")
        }
        pool = to.pop("pool")
        to |= dict(zip(self.components, values, strict=True))
        zeros = {
            name: medium.zeros(n, dtype, name)
            for name, dtype in (
                ("consumed", pl.Int64), ("brought_in", pl.Int8), ("status", pl.Int8), ("short", pl.Int64),
            )
        }  # fmt: skip
        to |= {name: column for name, column in zeros.items() if name in self.columns}
        asked = {
            name: medium.room(n if name in self.columns else 0, pl.Int64, name) for name in ("period", *OF_RETURNS)
        }
        to |= {name: column for name, column in asked.items() if name in self.columns}
        carried = [(self.columns[name], column) for name, column in to.items()]
        self.grouped.to_pools(first_pool, end_pool, carried, medium)

        rows = Rows(starts, to["quantity"], width, medium.matrix(values),
                    zeros["consumed"], zeros["status"], zeros["short"], *(asked[name] for name in OF_RETURNS))  # fmt: skip
        pools = self.grouped.pools[first_pool:end_pool]
        self.compiled(write_pools)(starts, medium.column(pools), pool)
        marks = Marks(pool, to["move"], to["day"], to["seq"], zeros["brought_in"])
        terms = Terms(zeros["brought_in"], asked["period"], *self._standards(pools, medium))
        return Bucket(rows, marks, terms, lasting)

    def _standards(self, pools: pl.Series, medium: Medium) -> tuple[Any, Any]:
        """Return the quantity and the values of each pool's standard; zeros where there is none."""
        if self.standards is None:
            return medium.zeros(0, pl.Int64), medium.zeros(0, pl.Int64)
        found = pools.to_frame("pool").join(self.standards, on="pool", how="left", maintain_order="left").fill_null(0)
        by_pool = found.select(pl.concat_list(self.components).explode(keep_nulls=False, empty_as_null=False))
        return medium.column(found["quantity_micro"]), medium.column(by_pool.to_series())


def as_posted(
    *, moves: pl.DataFrame, layers: pl.DataFrame | None, components: tuple[str, ...], more: tuple[str, ...] = ()
) -> tuple[pl.DataFrame, ...]:
    """Return layers, if any, and moves as rows of the same columns, in the order in which they came.

    Domain: what `checks` has let pass; ``more`` are columns that moves alone have, which are zero on layers.
    """
    moved = _as_rows(moves, "move", "accounting_on", components).with_columns(
        moves[name].cast(pl.Int64) for name in more
    )
    if layers is None or layers.is_empty():
        return (moved,)
    opened = _as_rows(layers, "layer", "opened_on", components).with_columns(
        pl.lit(0, pl.Int64).alias(name) for name in more
    )
    return (
        opened.with_columns(layers["consumed_micro"].alias("consumed"), brought_in=pl.lit(1, pl.Int8)),
        moved.with_columns(consumed=pl.lit(0, pl.Int64), brought_in=pl.lit(0, pl.Int8)),
    )


def in_costing_order(parts: tuple[pl.DataFrame, ...]) -> tuple[pl.DataFrame, ...]:
    """Sort layers, and moves, by day, by when they became known, and by move."""
    return tuple(part.sort("day", "seq", "move") for part in parts)


def prepare(
    parts: tuple[pl.DataFrame, ...], components: tuple[str, ...], standards: pl.DataFrame | None = None
) -> Prepared:
    """Find each row's pool, and bring the rows of each bucket of pools together, layers before moves."""
    frame = pl.concat(parts, rechunk=True)
    grouped = group(pool=frame["pool"])
    names = [name for name in frame.columns if name != "pool"]
    columns = side_by_side(lambda name: grouped.to_buckets(frame[name]), names, is_large=is_large(frame.height))
    return Prepared(grouped, dict(zip(names, columns, strict=True)), components, standards, frame.height)


def _as_rows(frame: pl.DataFrame, key: str, day: str, components: tuple[str, ...]) -> pl.DataFrame:
    return frame.select(
        "pool",
        pl.col(key).alias("move"),
        pl.col(day).to_physical().alias("day"),
        pl.col("known_seq").alias("seq"),
        pl.col("quantity_micro").alias("quantity"),
        pl.col(components).fill_null(0),
    )
