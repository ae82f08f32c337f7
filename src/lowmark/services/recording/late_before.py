"""How pools stood before the day from which they are costed again: their layers, and what these carried of allowance.

Worked out from what is recorded, in one read for each pool. Layers of a layered method are sums of flows by layer; an
averaged one stands as its last receipt left it, with what has gone since. Before this: the days (`reached`). After this:
`late` puts together what the flow takes.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.costing import methods
from lowmark.core.write_downs.carry import STATES
from lowmark.core.write_downs.replay import states_at
from lowmark.store.session import Reader
from lowmark.store.subledger import history as history_read

LAYER: Final = {"pool": pl.Int64, "layer": pl.Int64, "opened_on": pl.Date, "known_seq": pl.Int64, "quantity_micro": pl.Int64,
                "consumed_micro": pl.Int64, "value_minor": pl.Int64, "received_on": pl.Date}  # fmt: skip
_STEP: Final = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "known_seq": pl.Int64,
                "quantity_micro": pl.Int64, "kind": pl.String}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Before:
    """Pools (pool, pool_id, method, starts_on) and what is recorded of allowance in them, by pool."""

    reader: Reader
    pools: pl.DataFrame
    movements: pl.DataFrame
    known_seq: int

    def layers(self) -> pl.DataFrame:
        """Return the layers that were open: the columns of a layer, and received_on."""
        found = [pl.DataFrame(schema=LAYER)]
        for pool in self.pools.iter_rows(named=True):
            open_ = history_read.layers_before(
                self.reader, pool["pool_id"], day=pool["starts_on"], known_seq=self.known_seq
            )
            if open_.is_empty():
                continue
            method = methods.find(pool["method"])
            whole = pl.lit(value=method.needs == "standards")
            layers = open_.select(
                "layer", "opened_on", "known_seq", "received_on", pool=pl.lit(pool["pool"], dtype=pl.Int64),
                quantity_micro=pl.when(whole).then("left_micro").otherwise("came_micro"),
                value_minor=pl.when(whole).then("left_minor").otherwise("came_minor"),
                consumed_micro=pl.when(whole).then(0).otherwise(pl.col("came_micro") - pl.col("left_micro")),
            )  # fmt: skip
            found.append((layers if method.family != "pooled" else self._averaged(layers, pool)).select(list(LAYER)))
        return pl.concat(found)

    def _averaged(self, layers: pl.DataFrame, pool: dict[str, object]) -> pl.DataFrame:
        """Return the one layer of an averaged pool as its last receipt left it."""
        flows = self._flows(pool).join(layers, on="layer", how="semi", maintain_order="left")
        last = flows.with_row_index("place").filter(pl.col("quantity_micro") > 0).tail(1)
        until, since = flows.head(last["place"].item() + 1), flows.tail(-last["place"].item() - 1)
        layer = layers.with_columns(
            opened_on=pl.lit(last["accounting_on"].item()), known_seq=pl.lit(last["known_seq"].item(), dtype=pl.Int64)
        )
        if methods.find(str(pool["method"])).needs == "standards":
            return layer
        return layer.with_columns(
            quantity_micro=pl.lit(until["quantity_micro"].sum(), dtype=pl.Int64),
            value_minor=pl.lit(until["value_minor"].sum(), dtype=pl.Int64),
            consumed_micro=pl.lit(-since["quantity_micro"].sum(), dtype=pl.Int64),
        )

    def _flows(self, pool: dict[str, object]) -> pl.DataFrame:
        day, number = pool["starts_on"], pool["pool_id"]
        return history_read.flows_before(self.reader, number, day=day, known_seq=self.known_seq)  # type: ignore[arg-type]

    def states(self) -> pl.DataFrame:
        """Return what the layers carried of allowance: as `carry` takes states."""
        moved = self.movements.join(self.pools.select("pool", "starts_on"), on="pool", maintain_order="left").filter(
            pl.col("accounting_on") < pl.col("starts_on")
        )
        if moved.is_empty():
            return pl.DataFrame(schema=STATES)
        steps = [pl.DataFrame(schema=_STEP)]
        for pool in self.pools.join(moved, on="pool", how="semi").iter_rows(named=True):
            steps.append(self._flows(pool).with_columns(pool=pl.lit(pool["pool"], dtype=pl.Int64)).select(list(_STEP)))
        return states_at(flows=pl.concat(steps), movements=moved)
