"""Make frames of what a pooled kernel wrote: flows, layers, refusals, variances.

Before this: `walk` brings bucket after bucket. After this: `cost` hands them out.
"""

from dataclasses import dataclass

import polars as pl

from lowmark.core.costing.columns import Medium
from lowmark.core.costing.methods import Method
from lowmark.core.costing.pooled_tables import (
    VarianceTable,
    count_refused,
    find_heads,
    find_moves,
    write_variances,
)
from lowmark.core.costing.prepare import Bucket, Prepared
from lowmark.core.costing.results import FLOW_TYPES, LAYER_TYPES, VARIANCE_TYPES, Costed, Tables
from lowmark.core.costing.rows import Pooled
from lowmark.core.costing.tables import carry, carry_values


def cost_pooled(method: Method, prepared: Prepared, bucket: Bucket, medium: Medium) -> Costed:
    """Let a pooled kernel cost a bucket, and make frames of what it wrote.

    Raises: OverflowError when a pool's quantity or value does not fit 64 bits.
    """
    tables = PooledTables(prepared, bucket, medium)
    pooled = tables.room()
    n_flows = prepared.compiled(method.kernel)(bucket.rows, bucket.terms, pooled)
    n_refused = int(prepared.compiled(count_refused)(bucket.rows))
    are_flows = bucket.lasting and n_flows == len(bucket.rows.quantity)
    return Costed(
        flows=tables.rows_as_flows(pooled) if are_flows else tables.pooled_flows(pooled, n_flows),
        layers=tables.pooled_layers(pooled),
        refused=tables.refused(n_refused),
        variances=tables.variances(pooled, n_flows) if method.needs == "standards" else tables.no_variances(),
    )


@dataclass(frozen=True, slots=True)
class PooledTables(Tables):
    """The tables of one bucket, in the making, of a pooled method."""

    def room(self) -> Pooled:
        """Return room for what a kernel writes, which the medium's next bucket will reuse unless this one is lasting."""
        n, medium = len(self.bucket.rows.quantity), self.medium
        value, gone, flow = (
            medium.matrix_room(medium.rooms(len(self.prepared.components), n, name), n)
            for name in ("held_value", "gone_value", "" if self.bucket.lasting else "flow_value")
        )
        return Pooled(
            head=medium.room(n, pl.UInt32, "head"),
            last=medium.room(n, pl.UInt32, "last"),
            quantity=medium.room(n, pl.Int64, "held_quantity"),
            consumed=medium.room(n, pl.Int64, "held_consumed"),
            value=value, gone=gone, flow=flow,
        )  # fmt: skip

    def rows_as_flows(self, pooled: Pooled) -> pl.DataFrame:
        """Return the rows themselves as flows, for there are no others: they are in order, and need not be carried."""
        rows, marks, n = self.bucket.rows, self.bucket.marks, len(self.bucket.rows.quantity)
        columns = {"pool": marks.pool, "layer": self.medium.room(n, pl.Int64), "move": marks.move,
                   "accounting_on": marks.day, "known_seq": marks.seq, "quantity_micro": rows.quantity}  # fmt: skip
        self.carry(columns, {"layer": marks.move}, pooled.head)
        return self.frame(n, FLOW_TYPES, columns, pooled.flow)

    def pooled_flows(self, pooled: Pooled, n: int) -> pl.DataFrame:
        """Write a flow per move, on the layer that it joined or left."""
        rows, marks, medium, compiled = self.bucket.rows, self.bucket.marks, self.medium, self.prepared.compiled
        found = medium.room(len(rows.quantity), pl.UInt32, "found")
        compiled(find_moves)(rows, marks.brought_in, found)
        moves, layers = found[:n], medium.room(n, pl.UInt32, "layer_of_flow")
        compiled(carry)(pooled.head, moves, layers)
        columns, value = self.rooms(n, FLOW_TYPES)
        self.carry(columns, {"layer": marks.move}, layers)
        self.carry(columns, {"pool": marks.pool, "move": marks.move, "accounting_on": marks.day,
                             "known_seq": marks.seq, "quantity_micro": rows.quantity}, moves)  # fmt: skip
        compiled(carry_values)(pooled.flow, moves, value, rows.components)
        return self.frame(n, FLOW_TYPES, columns, value)

    def pooled_layers(self, pooled: Pooled) -> pl.DataFrame:
        """Write the layers as they stand now, under the number of their first receipt and the day of their last."""
        rows, marks, medium, compiled = self.bucket.rows, self.bucket.marks, self.medium, self.prepared.compiled
        found = medium.room(len(rows.quantity), pl.UInt32, "found")
        n = int(compiled(find_heads)(rows, pooled.head, found))
        heads, last = found[:n], medium.room(n, pl.UInt32, "last_of_layer")
        compiled(carry)(pooled.last, heads, last)
        columns, value = self.rooms(n, LAYER_TYPES)
        self.carry(columns, {"pool": marks.pool, "layer": marks.move, "quantity_micro": pooled.quantity,
                             "consumed_micro": pooled.consumed}, heads)  # fmt: skip
        self.carry(columns, {"opened_on": marks.day, "known_seq": marks.seq}, last)
        compiled(carry_values)(pooled.value, heads, value, rows.components)
        return self.frame(n, LAYER_TYPES, columns, value)

    def variances(self, pooled: Pooled, at_most: int) -> pl.DataFrame:
        """Write what receipts brought more or less than standard."""
        columns, value = self.rooms(at_most, VARIANCE_TYPES)
        table = VarianceTable._make([*columns.values(), value])
        n = self.prepared.compiled(write_variances)(self.bucket.rows, pooled, self.bucket.marks, table)
        return self.frame(n, VARIANCE_TYPES, columns, value)
