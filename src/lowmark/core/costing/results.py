"""Make frames of what a kernel wrote: flows, layers, refusals.

Before this: `walk` runs a method's kernel on bucket after bucket. After this: `cost` hands them out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from lowmark.core.costing.prepare import Bucket
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


def results(*, bucket: Bucket, n_flows: int, day_type: pl.DataType) -> Costed:
    """Make the three tables of one bucket, with days in the type in which they came."""
    n_layers, n_refused = bucket.compiled(count)(bucket.rows)
    flows = _flows(bucket, n_flows, n_flows + n_layers)
    layers = _layers(bucket, n_layers)
    refused = _refused(bucket, n_refused)
    return Costed(
        flows=flows.with_columns(pl.col("kind").cat.to(KINDS), pl.col("accounting_on").cast(day_type)),
        layers=layers.with_columns(pl.col("opened_on").cast(day_type)),
        refused=refused.with_columns(
            pl.col("accounting_on").cast(day_type), (pl.col("code") - SHORT).cast(pl.UInt8).cat.to(REFUSALS)
        ),
    )


def together(parts: Sequence[Costed]) -> Costed:
    """Put the tables of buckets one after the other, without copying."""
    return Costed(
        flows=pl.concat([part.flows for part in parts]),
        layers=pl.concat([part.layers for part in parts]),
        refused=pl.concat([part.refused for part in parts]),
    )


def _flows(bucket: Bucket, n_flows: int, at_most: int) -> pl.DataFrame:
    columns, value = _rooms(bucket, at_most, FLOW_TYPES)
    table = FlowTable._make([*columns.values(), value])
    n = bucket.compiled(write_flows)(bucket.rows, bucket.flows, n_flows, bucket.marks, table)
    return pl.DataFrame(_series(bucket, n, FLOW_TYPES, columns) | _values(bucket, n, value))


def _layers(bucket: Bucket, n: int) -> pl.DataFrame:
    columns, value = _rooms(bucket, n, LAYER_TYPES)
    bucket.compiled(write_layers)(bucket.rows, bucket.marks, LayerTable._make([*columns.values(), value]))
    return pl.DataFrame(_series(bucket, n, LAYER_TYPES, columns) | _values(bucket, n, value))


def _refused(bucket: Bucket, n: int) -> pl.DataFrame:
    columns, _ = _rooms(bucket, n, REFUSAL_TYPES)
    if n:
        bucket.compiled(write_refusals)(bucket.rows, bucket.marks, RefusalTable._make(columns.values()))
    return pl.DataFrame(_series(bucket, n, REFUSAL_TYPES, columns))


def _rooms(bucket: Bucket, n: int, types: Types) -> tuple[dict[str, Any], Any]:
    columns = {name: bucket.medium.room(n, dtype) for name, dtype in types.items()}
    return columns, bucket.medium.room_matrix(n, len(bucket.components))


def _series(bucket: Bucket, n: int, types: Types, columns: dict[str, Any]) -> dict[str, pl.Series]:
    return {name: bucket.medium.series(columns[name], n, dtype) for name, dtype in types.items()}


def _values(bucket: Bucket, n: int, value: Any) -> dict[str, pl.Series]:
    return {name: bucket.medium.series_of(value, k, n) for k, name in enumerate(bucket.components)}
