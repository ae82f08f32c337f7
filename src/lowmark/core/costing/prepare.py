"""Lay open layers and moves out as a kernel walks through them: pool by pool, in costing order, as plain columns.

Before this: `checks` has let the frames pass. After this: a method's kernel, then `results`.
"""

from dataclasses import dataclass

import polars as pl

from lowmark.core.costing.columns import Medium, medium_for
from lowmark.core.costing.grouping import first_disorder, group
from lowmark.core.costing.rows import Flows, Rows
from lowmark.core.costing.tables import Marks
from lowmark.core.kinds.compiled import for_size
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True)
class Run:
    """Grouped rows as the kernel takes them, room for its flows, and what else the tables need to know of a row."""

    rows: Rows
    flows: Flows
    marks: Marks
    components: tuple[str, ...]
    n: int

    @property
    def medium(self) -> Medium:
        """How the columns are held."""
        return medium_for(self.n)


def prepare(*, moves: pl.DataFrame, layers: pl.DataFrame | None, components: tuple[str, ...]) -> Run:
    """Bring layers and moves together, pool by pool in costing order, and make room for what the kernel writes.

    Domain: what `checks` has let pass.
    Raises: Problem ``layer_after_move``.
    """
    parts = [_as_rows(moves, "move", "accounting_on", components)]
    if layers is not None and layers.height:
        opened = _as_rows(layers, "layer", "opened_on", components)
        parts = [opened.with_columns(layers["consumed_micro"].alias("consumed"), brought_in=pl.lit(1, pl.Int8)),
                 parts[0].with_columns(consumed=pl.lit(0, pl.Int64), brought_in=pl.lit(0, pl.Int8))]  # fmt: skip

    run = _lay_out(pl.concat(parts, rechunk=True), components)
    if _first_disorder(run) >= 0:
        run = _lay_out(pl.concat([part.sort("day", "seq", "move") for part in parts], rechunk=True), components)
        if (row := _first_disorder(run)) >= 0:
            raise Problem("layer_after_move", "an open layer is later than a move of its pool",
                          hint="cost again from layers as they stood before the earliest move",
                          where={"move": int(run.marks.move[row])})  # fmt: skip
    return run


def _as_rows(frame: pl.DataFrame, key: str, day: str, components: tuple[str, ...]) -> pl.DataFrame:
    return frame.select(
        "pool",
        pl.col(key).alias("move"),
        pl.col(day).to_physical().alias("day"),
        pl.col("known_seq").alias("seq"),
        pl.col("quantity_micro").alias("quantity"),
        pl.col(components).fill_null(0),
    )


def _lay_out(frame: pl.DataFrame, components: tuple[str, ...]) -> Run:
    """Group rows by pool, and carry every column that there is to its place."""
    n, width, medium = frame.height, len(components), medium_for(frame.height)
    grouped = group(pool=frame["pool"])
    values = medium.rooms(width, n)
    to = {name: medium.room(n, pl.Int64) for name in ("move", "seq", "quantity")}
    to |= {"day": medium.room(n, pl.Int32), **dict(zip(components, values, strict=True))}
    none = {"consumed": medium.zeros(n, pl.Int64), "brought_in": medium.zeros(n, pl.Int8)}
    to |= {name: column for name, column in none.items() if name in frame.columns}
    for name, column in to.items():
        grouped.carry(frame[name], column)

    to = none | to
    rows = Rows(
        starts=grouped.starts,
        quantity=to["quantity"],
        components=width,
        value=medium.matrix(values),
        consumed=to["consumed"],
        status=medium.zeros(n, pl.Int8),
        short=medium.zeros(n, pl.Int64),
    )
    # What grouping needs no longer serves as room for flows: fresh memory costs as much as filling it.
    spent = grouped.places
    flows = Flows(spent.bucketed, spent.order, spent.room, medium.room_matrix(n, width))
    marks = Marks(medium.column(grouped.pools), to["move"], to["day"], to["seq"], to["brought_in"])
    return Run(rows, flows, marks, components, n)


def _first_disorder(run: Run) -> int:
    return int(for_size(first_disorder, run.n)(run.rows.starts, run.marks.day, run.marks.seq, run.marks.move))
