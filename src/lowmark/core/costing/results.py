"""Make frames of what a kernel wrote: flows, layers, refusals.

Before this: `walk` runs a method's kernel on bucket after bucket. After this: `cost` hands them out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from lowmark.core.costing.columns import Medium
from lowmark.core.costing.prepare import Bucket, Prepared
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


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one bucket, in the making."""

    prepared: Prepared
    bucket: Bucket
    medium: Medium

    def costed(self, n_flows: int, day_type: pl.DataType) -> Costed:
        """Write flows, layers and refusals, with days in the type in which they came."""
        n_layers, n_refused = self.prepared.compiled(count)(self.bucket.rows)
        flows = self._flows(n_flows, n_flows + n_layers)
        layers = self._layers(n_layers)
        refused = self._refused(n_refused)
        return Costed(
            flows=flows.with_columns(pl.col("kind").cat.to(KINDS), pl.col("accounting_on").cast(day_type)),
            layers=layers.with_columns(pl.col("opened_on").cast(day_type)),
            refused=refused.with_columns(
                pl.col("accounting_on").cast(day_type), (pl.col("code") - SHORT).cast(pl.UInt8).cat.to(REFUSALS)
            ),
        )

    def _flows(self, n_flows: int, at_most: int) -> pl.DataFrame:
        columns, value = self._rooms(at_most, FLOW_TYPES)
        table = FlowTable._make([*columns.values(), value])
        write = self.prepared.compiled(write_flows)
        n = write(self.bucket.rows, self.bucket.flows, n_flows, self.bucket.marks, table)
        return self._frame(n, FLOW_TYPES, columns, value)

    def _layers(self, n: int) -> pl.DataFrame:
        columns, value = self._rooms(n, LAYER_TYPES)
        table = LayerTable._make([*columns.values(), value])
        self.prepared.compiled(write_layers)(self.bucket.rows, self.bucket.marks, table)
        return self._frame(n, LAYER_TYPES, columns, value)

    def _refused(self, n: int) -> pl.DataFrame:
        columns = {name: self.medium.room(n, dtype) for name, dtype in REFUSAL_TYPES.items()}
        if n:
            table = RefusalTable._make(columns.values())
            self.prepared.compiled(write_refusals)(self.bucket.rows, self.bucket.marks, table)
        return pl.DataFrame(
            {name: self.medium.series(columns[name], n, dtype) for name, dtype in REFUSAL_TYPES.items()}
        )

    def _rooms(self, n: int, types: Types) -> tuple[dict[str, Any], Any]:
        """Return a table's columns and its matrix of value: the wide ones in one block, which comes in large pages."""
        wide = [name for name, dtype in types.items() if dtype == pl.Int64]
        block = self.medium.rooms(len(wide) + len(self.prepared.components), n)
        of_block = dict(zip(wide, block, strict=False))
        columns = {
            name: of_block[name] if name in of_block else self.medium.room(n, dtype) for name, dtype in types.items()
        }
        return columns, self.medium.matrix_room(block[len(wide) :], n)

    def _frame(self, n: int, types: Types, columns: dict[str, Any], value: Any) -> pl.DataFrame:
        series = {name: self.medium.series(columns[name], n, dtype) for name, dtype in types.items()}
        series |= {name: self.medium.series_of(value, k, n) for k, name in enumerate(self.prepared.components)}
        return pl.DataFrame(series)


def together(parts: Sequence[Costed]) -> Costed:
    """Put the tables of buckets one after the other, without copying."""
    return Costed(
        flows=pl.concat([part.flows for part in parts]),
        layers=pl.concat([part.layers for part in parts]),
        refused=pl.concat([part.refused for part in parts]),
    )
