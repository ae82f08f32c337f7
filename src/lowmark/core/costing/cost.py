"""Cost stock moves: the cost stage as one public function on frames.

Before this: recording (stock moves); the store gives open layers. After this: assessment reads layers, the journal
flows. Nothing here knows a method: `methods` finds its kernel, `grouping` prepares what the kernel walks through.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.costing import checks, methods
from lowmark.core.costing.columns import Medium, medium_for
from lowmark.core.costing.conservation import value_is_conserved
from lowmark.core.costing.flow_table import FlowTable, Marks, write_flows
from lowmark.core.costing.grouping import Grouped, group
from lowmark.core.costing.order import is_in_order
from lowmark.core.costing.rows import COSTED, SHORT, Flows, Rows
from lowmark.core.kinds.compiled import for_size
from lowmark.core.kinds.problems import Problem

KINDS: Final = pl.Enum(["receipt", "issue", "adjust", "revalue", "re_pool"])
REFUSALS: Final = pl.Enum(["short", "after_refusal"])


@dataclass(frozen=True, slots=True)
class Costed:
    """What moves cost: flows and layers by pool in costing order, and the moves that were refused."""

    flows: pl.DataFrame
    layers: pl.DataFrame
    refused: pl.DataFrame


def cost(
    *,
    moves: pl.DataFrame,
    layers: pl.DataFrame | None = None,
    method: str = "fifo",
    components: tuple[str, ...] = ("value_minor",),
) -> Costed:
    """Cost moves from the layers that are open and those that the moves bring in.

    Shapes: ``moves`` has pool, move, known_seq, quantity_micro and ``components`` (Int64), accounting_on (Int32 day
            number, or Date, which then comes back). ``layers``, brought in from before, has pool, layer (the move
            that brought it), opened_on, known_seq, quantity_micro, consumed_micro and ``components`` as they came.
            ``flows``: pool, layer, move, kind (receipt, issue), accounting_on, known_seq, quantity_micro, components.
            ``layers``: as given, and the new ones, consumed_micro moved on, those used up included.
            ``refused``: pool, move, accounting_on, known_seq, short_micro, code (short, after_refusal).
    Units:  millionths of the base unit; minor units; in flows both are negative on issues.
    Domain: quantities in are positive, out negative, none zero; receipts carry values >= 0, issues none. Order in a
            pool is (accounting_on, known_seq, move), whatever the order of rows; no layer is later than a move. Move
            numbers are unique.
    Raises: Problem, before any work, for a table that cannot be costed; Problem ``layer_after_move`` or
            ``quantity_overflow``. An issue without stock is not raised but returned: it takes nothing, and what
            follows it in its pool is refused with it.
    Source: IAS 2.25, 2.27; ASC 330-10-30-9.

    >>> moves = pl.DataFrame({"pool": [1, 1], "move": [10, 11], "accounting_on": [20000, 20001], "known_seq": [1, 2],
    ...     "quantity_micro": [3_000_000, -1_000_000], "value_minor": [100, None]},
    ...     schema_overrides={"accounting_on": pl.Int32})
    >>> costed = cost(moves=moves)
    >>> costed.flows.select("layer", "move", "kind", "value_minor").rows()
    [(10, 10, 'receipt', 100), (10, 11, 'issue', -33)]
    >>> costed.layers["consumed_micro"].to_list(), costed.refused.height
    ([1000000], 0)
    """
    kernel = methods.find(method)
    checks.require_components(components)
    checks.require_moves(moves, components)
    if layers is not None:
        checks.require_layers(layers, components)

    run = _prepare(moves, layers, components)
    try:
        n_flows = for_size(kernel, run.n)(run.rows, run.flows)
    except OverflowError:
        raise Problem("quantity_overflow", "the quantity on hand of a pool does not fit 64 bits",
                      hint="a quantity is in millionths of the base unit: check the unit") from None  # fmt: skip

    costed = _tables(run, n_flows, moves.schema["accounting_on"])
    assert value_is_conserved(flows=costed.flows, before=layers, after=costed.layers, components=components)
    return costed


@dataclass(frozen=True, slots=True)
class _Run:
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


def _prepare(moves: pl.DataFrame, layers: pl.DataFrame | None, components: tuple[str, ...]) -> _Run:
    """Bring layers and moves together, pool by pool in costing order, and make room for what the kernel writes."""
    parts = [_as_rows(moves, "move", "accounting_on", components)]
    if layers is not None and layers.height:
        opened = _as_rows(layers, "layer", "opened_on", components)
        none_yet = {"consumed": pl.lit(0, pl.Int64), "brought_in": pl.lit(0, pl.Int8)}
        parts = [opened.with_columns(layers["consumed_micro"].alias("consumed"), brought_in=pl.lit(1, pl.Int8)),
                 parts[0].with_columns(**none_yet)]  # fmt: skip
    frame, grouped, marks = _in_order(parts)

    n, width, medium = frame.height, len(components), medium_for(frame.height)
    value = medium.rooms(width, n)
    for name, column in zip(components, value, strict=True):
        grouped.column_into(frame[name], column)
    rows = Rows(
        starts=grouped.starts,
        quantity=grouped.column(frame["quantity"]),
        components=width,
        value=medium.matrix(value),
        consumed=grouped.column(frame["consumed"]) if len(parts) > 1 else medium.zeros(n, pl.Int64),
        status=medium.zeros(n, pl.Int8),
        short=medium.zeros(n, pl.Int64),
    )
    flows = Flows(
        move=medium.room(n, pl.UInt32),
        layer=medium.room(n, pl.UInt32),
        quantity=medium.room(n, pl.Int64),
        value=medium.room_matrix(n, width),
    )
    return _Run(rows, flows, marks, components, n)


def _as_rows(frame: pl.DataFrame, key: str, day: str, components: tuple[str, ...]) -> pl.DataFrame:
    return frame.select(
        "pool",
        pl.col(key).alias("move"),
        pl.col(day).to_physical().alias("day"),
        pl.col("known_seq").alias("seq"),
        pl.col("quantity_micro").alias("quantity"),
        pl.col(components).fill_null(0),
    )


def _in_order(parts: list[pl.DataFrame]) -> tuple[pl.DataFrame, Grouped, Marks]:
    """Group the rows, layers first; sort them before only where they turn out not to be in costing order."""
    frame, grouped, marks = _grouped(parts)
    if not is_in_order(grouped.starts, marks):
        frame, grouped, marks = _grouped([part.sort("day", "seq", "move") for part in parts])
        if not is_in_order(grouped.starts, marks):
            raise Problem("layer_after_move", "an open layer is later than a move of its pool",
                          hint="cost again from layers as they stood before the earliest move")  # fmt: skip
    return frame, grouped, marks


def _grouped(parts: list[pl.DataFrame]) -> tuple[pl.DataFrame, Grouped, Marks]:
    frame = pl.concat(parts, rechunk=True)
    grouped = group(pool=frame["pool"])
    marks = Marks(
        pool=grouped.column(frame["pool"]),
        move=grouped.column(frame["move"]),
        day=grouped.column(frame["day"]),
        seq=grouped.column(frame["seq"]),
        brought_in=(
            grouped.column(frame["brought_in"])
            if len(parts) > 1
            else medium_for(frame.height).zeros(frame.height, pl.Int8)
        ),
    )
    return frame, grouped, marks


def _tables(run: _Run, n_flows: int, day_type: pl.DataType) -> Costed:
    """Make the three tables of what the kernel wrote."""
    medium, n = run.medium, run.n
    keys = pl.DataFrame({
        "pool": medium.series(run.marks.pool, n, pl.Int64),
        "move": medium.series(run.marks.move, n, pl.Int64),
        "accounting_on": medium.series(run.marks.day, n, pl.Int32),
        "known_seq": medium.series(run.marks.seq, n, pl.Int64),
        "status": medium.series(run.rows.status, n, pl.Int8),
    })  # fmt: skip
    columns = {
        "quantity_micro": medium.series(run.rows.quantity, n, pl.Int64),
        "consumed_micro": medium.series(run.rows.consumed, n, pl.Int64),
    } | {name: medium.series_of(run.rows.value, k, n) for k, name in enumerate(run.components)}
    layers = keys.with_columns(**columns).filter(pl.col("quantity_micro") > 0, pl.col("status") == COSTED)
    refused = keys.with_columns(short_micro=medium.series(run.rows.short, n, pl.Int64)).filter(
        pl.col("status") != COSTED
    )
    return Costed(
        flows=_flow_table(run, n_flows, layers.height).with_columns(pl.col("accounting_on").cast(day_type)),
        layers=layers.select(
            "pool",
            pl.col("move").alias("layer"),
            pl.col("accounting_on").cast(day_type).alias("opened_on"),
            "known_seq",
            *columns,
        ),
        refused=refused.select(
            "pool",
            "move",
            pl.col("accounting_on").cast(day_type),
            "known_seq",
            "short_micro",
            (pl.col("status") - SHORT).cast(pl.UInt8).cat.to(REFUSALS).alias("code"),
        ),
    )


def _flow_table(run: _Run, n_flows: int, n_layers: int) -> pl.DataFrame:
    """Write the flows of receipts and issues into columns, and make a frame of them without copying."""
    medium, n = run.medium, n_layers + n_flows
    types = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "kind": pl.UInt8,
             "accounting_on": pl.Int32, "known_seq": pl.Int64, "quantity_micro": pl.Int64}  # fmt: skip
    columns = {name: medium.room(n, dtype) for name, dtype in types.items()}
    value = medium.room_matrix(n, len(run.components))
    table = FlowTable(
        pool=columns["pool"],
        layer=columns["layer"],
        move=columns["move"],
        kind=columns["kind"],
        day=columns["accounting_on"],
        seq=columns["known_seq"],
        quantity=columns["quantity_micro"],
        value=value,
    )
    written = for_size(write_flows, run.n)(run.rows, run.flows, n_flows, run.marks, table)
    series = {name: medium.series(columns[name], written, dtype) for name, dtype in types.items()}
    series |= {name: medium.series_of(value, k, written) for k, name in enumerate(run.components)}
    return pl.DataFrame(series).with_columns(pl.col("kind").cat.to(KINDS))
