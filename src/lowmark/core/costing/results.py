"""Make frames of what a kernel wrote: flows, layers, refusals.

Before this: `walk` runs a method's kernel on bucket after bucket. After this: `cost` hands them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from lowmark.core.costing.columns import medium_for
from lowmark.core.costing.rows import SHORT, Flows, Rows
from lowmark.core.costing.tables import (
    FlowTable,
    LayerTable,
    Marks,
    RefusalTable,
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


class Tables:
    """The three tables while they are written, bucket by bucket of pools.

    Room for more rows than there will be costs nothing: memory that is not written to is not taken.
    """

    def __init__(self, *, n: int, components: tuple[str, ...]) -> None:
        """Make room for what n rows can come to: a row per receipt and per flow, of which there are not more than n."""
        self._medium, self._n, self._components = medium_for(n), n, components
        self._flows, self._layers, self._refused = (
            self._rooms(rows, types) for rows, types in ((2 * n, FLOW_TYPES), (n, LAYER_TYPES), (n, REFUSAL_TYPES))
        )
        self._flow_table = FlowTable._make([*self._flows.values(), self._medium.room_matrix(2 * n, len(components))])
        self._layer_table = LayerTable._make([*self._layers.values(), self._medium.room_matrix(n, len(components))])
        self._refusal_table = RefusalTable._make(self._refused.values())
        self._n_flows = self._n_layers = self._n_refused = 0

    def write(self, rows: Rows, flows: Flows, n_flows: int, marks: Marks) -> None:
        """Add what a kernel found in one bucket."""
        write_flow_rows, write_layer_rows, write_refusal_rows = (
            for_size(kernel, self._n) for kernel in (write_flows, write_layers, write_refusals)
        )
        self._n_flows = write_flow_rows(rows, flows, n_flows, marks, self._flow_table, self._n_flows)
        self._n_layers = write_layer_rows(rows, marks, self._layer_table, self._n_layers)
        self._n_refused = write_refusal_rows(rows, marks, self._refusal_table, self._n_refused)

    def costed(self, day_type: pl.DataType) -> Costed:
        """Return what was written as frames, with days in the type in which they came."""
        flows = self._frame(self._n_flows, FLOW_TYPES, self._flows, self._flow_table.value)
        layers = self._frame(self._n_layers, LAYER_TYPES, self._layers, self._layer_table.value)
        refused = self._frame(self._n_refused, REFUSAL_TYPES, self._refused, None)
        return Costed(
            flows=flows.with_columns(pl.col("kind").cat.to(KINDS), pl.col("accounting_on").cast(day_type)),
            layers=layers.with_columns(pl.col("opened_on").cast(day_type)),
            refused=refused.with_columns(
                pl.col("accounting_on").cast(day_type), (pl.col("code") - SHORT).cast(pl.UInt8).cat.to(REFUSALS)
            ),
        )

    def _rooms(self, n: int, types: Types) -> dict[str, Any]:
        return {name: self._medium.room(n, dtype) for name, dtype in types.items()}

    def _frame(self, n: int, types: Types, columns: dict[str, Any], value: Any) -> pl.DataFrame:
        series = {name: self._medium.series(columns[name], n, dtype) for name, dtype in types.items()}
        if value is not None:
            series |= {name: self._medium.series_of(value, k, n) for k, name in enumerate(self._components)}
        return pl.DataFrame(series)
