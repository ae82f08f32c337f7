"""Make frames of what a layered kernel wrote: flows, layers, refusals.

Before this: `walk` brings bucket after bucket. After this: `cost` hands them out. `pooled_results` is the other half.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from lowmark.core.costing.columns import Medium
from lowmark.core.costing.methods import Method
from lowmark.core.costing.prepare import Bucket, Prepared
from lowmark.core.costing.rows import SHORT, Flows
from lowmark.core.costing.tables import (
    Amounts,
    RefusalTable,
    Sources,
    carry,
    carry_values,
    count,
    find_layers,
    place_flows,
    write_issues,
    write_receipts,
    write_refusals,
)

KINDS: Final = pl.Enum(["receipt", "issue", "adjust", "revalue", "re_pool"])
REFUSALS: Final = pl.Enum(["short", "after_refusal", "source_refused", "by_products_over_cost"])

Types = Mapping[str, type[pl.DataType]]

FLOW_TYPES: Final[Types] = {
    "pool": pl.Int64,
    "layer": pl.Int64,
    "move": pl.Int64,
    "accounting_on": pl.Int32,
    "known_seq": pl.Int64,
    "quantity_micro": pl.Int64,
}
"""Kinds come in when all buckets are `together`, for the sign of a quantity tells a receipt from an issue."""

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
VARIANCE_TYPES: Final[Types] = {
    "pool": pl.Int64,
    "move": pl.Int64,
    "accounting_on": pl.Int32,
    "known_seq": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Costed:
    """What moves cost: flows and layers by pool in costing order, the moves that were refused, and the variances."""

    flows: pl.DataFrame
    layers: pl.DataFrame
    refused: pl.DataFrame
    variances: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one bucket, in the making; codes and days are numbers until all buckets are `together`."""

    prepared: Prepared
    bucket: Bucket
    medium: Medium

    def flow_room(self) -> Flows:
        """Return room for flows, which the medium's next bucket will reuse."""
        n, medium = len(self.bucket.rows.quantity), self.medium
        return Flows(
            move=medium.room(n, pl.UInt32, "flow_move"),
            layer=medium.room(n, pl.UInt32, "flow_layer"),
            quantity=medium.room(n, pl.Int64, "flow_quantity"),
            value=medium.matrix_room(medium.rooms(len(self.prepared.components), n, "flow_value"), n),
        )

    def layer_rows(self, n: int) -> Any:
        """Return the rows of the layers."""
        found = self.medium.room(len(self.bucket.rows.quantity), pl.UInt32, "layer_rows")
        self.prepared.compiled(find_layers)(self.bucket.rows, found)
        return found[:n]

    def flows(self, flows: Flows, n_flows: int, layers: Any) -> pl.DataFrame:
        """Write the flows of receipts and issues."""
        rows, marks, compiled, room = self.bucket.rows, self.bucket.marks, self.prepared.compiled, self.medium.room
        place = room(len(rows.quantity) + 1, pl.Int64, "place")
        n = int(compiled(place_flows)(rows, flows, n_flows, marks.brought_in, place))
        sources = Sources(room(n, pl.UInt32, "move_of_flow"), room(n, pl.UInt32, "layer_of_flow"), place)
        columns, value = self.rooms(n, FLOW_TYPES)
        amounts = Amounts(columns["quantity_micro"], value)
        compiled(write_receipts)(rows, layers, marks.brought_in, sources, amounts)
        compiled(write_issues)(flows, n_flows, rows.components, sources, amounts)
        self.carry(columns, {"layer": marks.move}, sources.layer)
        self.carry(columns, {"pool": marks.pool, "move": marks.move, "accounting_on": marks.day,
                             "known_seq": marks.seq}, sources.move)  # fmt: skip
        return self.frame(n, FLOW_TYPES, columns, value)

    def layers(self, layers: Any) -> pl.DataFrame:
        """Write the layers, one per receipt."""
        rows, marks, n = self.bucket.rows, self.bucket.marks, len(layers)
        columns, value = self.rooms(n, LAYER_TYPES)
        self.carry(columns, {"pool": marks.pool, "layer": marks.move, "opened_on": marks.day, "known_seq": marks.seq,
                             "quantity_micro": rows.quantity, "consumed_micro": rows.consumed}, layers)  # fmt: skip
        self.prepared.compiled(carry_values)(rows.value, layers, value, rows.components)
        return self.frame(n, LAYER_TYPES, columns, value)

    def carry(self, columns: dict[str, Any], own: dict[str, Any], source: Any) -> None:
        """Carry columns of rows to those of a table, from the rows that are told."""
        for name, column in own.items():
            self.prepared.compiled(carry)(column, source, columns[name])

    def refused(self, n: int) -> pl.DataFrame:
        """Write the moves that were refused, with how much was short."""
        columns = {name: self.medium.room(n, dtype) for name, dtype in REFUSAL_TYPES.items()}
        if n:
            table = RefusalTable._make(columns.values())
            self.prepared.compiled(write_refusals)(self.bucket.rows, self.bucket.marks, table)
        return pl.DataFrame(
            [self.medium.series(name, columns[name], n, dtype) for name, dtype in REFUSAL_TYPES.items()]
        )

    def no_variances(self) -> pl.DataFrame:
        """Return the table of variances without a row."""
        return pl.DataFrame(schema={**VARIANCE_TYPES, **dict.fromkeys(self.prepared.components, pl.Int64)})

    def rooms(self, n: int, types: Types) -> tuple[dict[str, Any], Any]:
        """Return a table's columns and its matrix of value: the wide ones in one block, which comes in large pages."""
        wide = [name for name, dtype in types.items() if dtype == pl.Int64]
        block = self.medium.rooms(len(wide) + len(self.prepared.components), n)
        of_block = dict(zip(wide, block, strict=False))
        columns = {
            name: of_block[name] if name in of_block else self.medium.room(n, dtype) for name, dtype in types.items()
        }
        return columns, self.medium.matrix_room(block[len(wide) :], n)

    def frame(self, n: int, types: Types, columns: dict[str, Any], value: Any) -> pl.DataFrame:
        """Return the first n rows of a table that was written."""
        medium, components = self.medium, self.prepared.components
        return pl.DataFrame([
            *(medium.series(name, columns[name], n, dtype) for name, dtype in types.items()),
            *(medium.series_of(name, value, k, n) for k, name in enumerate(components)),
        ])  # fmt: skip


def cost_layered(method: Method, prepared: Prepared, bucket: Bucket, medium: Medium) -> Costed:
    """Let a layered kernel cost a bucket, and make frames of what it wrote."""
    tables = Tables(prepared, bucket, medium)
    flows = tables.flow_room()
    terms = (bucket.terms,) if method.needs else ()
    n_flows = prepared.compiled(method.kernel)(bucket.rows, flows, *terms)
    n_layers, n_refused = prepared.compiled(count)(bucket.rows)
    layers = tables.layer_rows(n_layers)
    return Costed(
        flows=tables.flows(flows, n_flows, layers),
        layers=tables.layers(layers),
        refused=tables.refused(n_refused),
        variances=tables.no_variances(),
    )


def typed(costed: Costed, day_type: pl.DataType) -> Costed:
    """Give flows and codes their words, and days the type in which they came."""
    days = pl.col("accounting_on").cast(day_type)
    received, receipt, issue = pl.col("quantity_micro") > 0, pl.lit("receipt", KINDS), pl.lit("issue", KINDS)
    kind = pl.when(received).then(receipt).otherwise(issue).alias("kind")
    keys, amounts = ("pool", "layer", "move"), pl.exclude("pool", "layer", "move", "accounting_on")
    return Costed(
        flows=costed.flows.select(*keys, kind, days, amounts),
        layers=costed.layers.with_columns(pl.col("opened_on").cast(day_type)),
        refused=costed.refused.with_columns(days, (pl.col("code") - SHORT).cast(pl.UInt8).cat.to(REFUSALS)),
        variances=costed.variances.with_columns(days),
    )


def together(parts: Sequence[Costed]) -> Costed:
    """Put the tables of buckets one after the other, without copying."""
    return Costed(
        flows=pl.concat([part.flows for part in parts]),
        layers=pl.concat([part.layers for part in parts]),
        refused=pl.concat([part.refused for part in parts]),
        variances=pl.concat([part.variances for part in parts]),
    )
