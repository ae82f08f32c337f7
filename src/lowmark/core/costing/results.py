"""Make frames of what a kernel wrote: flows, layers, refusals.

Before this: a method's kernel. After this: `cost` hands them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from lowmark.core.costing.prepare import Run
from lowmark.core.costing.rows import SHORT
from lowmark.core.costing.tables import (
    FlowTable,
    LayerTable,
    RefusalTable,
    count,
    write_flows,
    write_layers,
    write_refusals,
)
from lowmark.core.kinds.compiled import for_size

KINDS: Final = pl.Enum(["receipt", "issue", "adjust", "revalue", "re_pool"])
REFUSALS: Final = pl.Enum(["short", "after_refusal"])

Types = Mapping[str, type[pl.DataType]]

FLOW_TYPES: Final[Types] = {
    "pool": pl.Int64,
    "layer": pl.Int64,
    "move": pl.Int64,
    "kind": pl.UInt8,
    "accounting_on": pl.Int32,
    "known_seq": pl.Int64,
    "quantity_micro": pl.Int64,
}
LAYER_TYPES: Final[Types] = {
    "pool": pl.Int64,
    "layer": pl.Int64,
    "opened_on": pl.Int32,
    "known_seq": pl.Int64,
    "quantity_micro": pl.Int64,
    "consumed_micro": pl.Int64,
}
REFUSAL_TYPES: Final[Types] = {
    "pool": pl.Int64,
    "move": pl.Int64,
    "accounting_on": pl.Int32,
    "known_seq": pl.Int64,
    "short_micro": pl.Int64,
    "code": pl.UInt8,
}


@dataclass(frozen=True, slots=True)
class Costed:
    """What moves cost: flows and layers by pool in costing order, and the moves that were refused."""

    flows: pl.DataFrame
    layers: pl.DataFrame
    refused: pl.DataFrame


def results(*, run: Run, n_flows: int, day_type: pl.DataType) -> Costed:
    """Write the three tables; days come back in the type in which they came."""
    n_layers, n_refused = for_size(count, run.n)(run.rows)
    flows = _flows(run, n_flows, n_layers)
    layers = _layers(run, n_layers)
    refused = _refused(run, n_refused)
    return Costed(
        flows=flows.with_columns(pl.col("kind").cat.to(KINDS), pl.col("accounting_on").cast(day_type)),
        layers=layers.with_columns(pl.col("opened_on").cast(day_type)),
        refused=refused.with_columns(
            pl.col("accounting_on").cast(day_type), (pl.col("code") - SHORT).cast(pl.UInt8).cat.to(REFUSALS)
        ),
    )


def _flows(run: Run, n_flows: int, n_layers: int) -> pl.DataFrame:
    columns, value = _rooms(run, n_layers + n_flows, FLOW_TYPES)
    table = FlowTable._make([*columns.values(), value])
    written = for_size(write_flows, run.n)(run.rows, run.flows, n_flows, run.marks, table)
    return _frame(run, written, FLOW_TYPES, columns, value)


def _layers(run: Run, n_layers: int) -> pl.DataFrame:
    columns, value = _rooms(run, n_layers, LAYER_TYPES)
    for_size(write_layers, run.n)(run.rows, run.marks, LayerTable._make([*columns.values(), value]))
    return _frame(run, n_layers, LAYER_TYPES, columns, value)


def _refused(run: Run, n_refused: int) -> pl.DataFrame:
    columns, _ = _rooms(run, n_refused, REFUSAL_TYPES)
    if n_refused:
        for_size(write_refusals, run.n)(run.rows, run.marks, RefusalTable._make(columns.values()))
    return pl.DataFrame(_series(run, n_refused, REFUSAL_TYPES, columns))


def _rooms(run: Run, n: int, types: Types) -> tuple[dict[str, Any], Any]:
    return {name: run.medium.room(n, dtype) for name, dtype in types.items()}, run.medium.room_matrix(
        n, len(run.components)
    )


def _series(run: Run, n: int, types: Types, columns: dict[str, Any]) -> dict[str, pl.Series]:
    return {name: run.medium.series(columns[name], n, dtype) for name, dtype in types.items()}


def _frame(run: Run, n: int, types: Types, columns: dict[str, Any], value: Any) -> pl.DataFrame:
    values = {name: run.medium.series_of(value, k, n) for k, name in enumerate(run.components)}
    return pl.DataFrame(_series(run, n, types, columns) | values)
