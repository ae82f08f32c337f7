"""How pools stood before the day from which they are costed again: their layers, and what these carried of allowance.

What earlier receipts cost may change later: then layers stood otherwise in each epoch, by what counts from its first day on.
Worked out from what is recorded, in one read for each pool. Layers of a layered method are sums of flows by layer; an
averaged one stands as its last receipt left it, with what has gone since. Before this: the days (`reached`). After this:
`late` puts together what the flow takes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from lowmark.core.costing import methods
from lowmark.core.costing.epochs import Epochs
from lowmark.core.costing.true_ups import PERIODIC
from lowmark.core.write_downs.carry import STATES
from lowmark.core.write_downs.replay import states_at
from lowmark.store.session import Reader
from lowmark.store.subledger import history as history_read

LAYER: Final = {"pool": pl.Int64, "layer": pl.Int64, "opened_on": pl.Date, "known_seq": pl.Int64, "quantity_micro": pl.Int64,
                "consumed_micro": pl.Int64, "value_minor": pl.Int64, "received_on": pl.Date, "epoch": pl.Int64}  # fmt: skip
_STEP: Final = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "known_seq": pl.Int64,
                "quantity_micro": pl.Int64, "kind": pl.String}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Before:
    """Pools (pool, pool_id, method, starts_on, differs_on), and what is recorded in them: of allowance, by pool; of cost, what
    counts on a day since `starts_on` of moves before it (pool, layer, move, accounting_on, value_minor); and the last days of the
    periods whose averages are said.
    """

    reader: Reader
    pools: pl.DataFrame
    movements: pl.DataFrame
    later: pl.DataFrame
    epochs: Epochs
    known_seq: int
    trued: tuple[date, ...] = ()

    def layers(self) -> pl.DataFrame:
        """Return the layers that were open: the columns of a layer, received_on, and epoch (null where they all stood so)."""
        found = [pl.DataFrame(schema=LAYER)]
        for pool in self.pools.iter_rows(named=True):
            open_ = history_read.layers_before(
                self.reader, pool["pool_id"], day=pool["starts_on"], known_seq=self.known_seq
            )
            if open_.is_empty():
                continue
            later = self.later.filter(pl.col("pool") == pool["pool"])
            number = pl.lit(pool["pool"], dtype=pl.Int64)
            if later.is_empty():
                found.append(self._stood(open_, pool, later).with_columns(pool=number).select(list(LAYER)))
                continue
            counts = later.with_columns(epoch=self.epochs.of(later["accounting_on"]))
            for epoch in range(self.epochs.n):
                until = counts.filter(pl.col("epoch") <= epoch)
                stood = self._stood(open_, pool, until).with_columns(pool=number, epoch=pl.lit(epoch, dtype=pl.Int64))
                found.append(stood.select(list(LAYER)))
        return pl.concat(found)

    def _stood(self, open_: pl.DataFrame, pool: dict[str, Any], later: pl.DataFrame) -> pl.DataFrame:
        """Return the layers of a pool, with what counts later of moves before."""
        method = methods.find(pool["method"])
        whole = pl.lit(value=method.needs == "standards")
        brought = later.filter(pl.col("move") == pl.col("layer"))
        own = brought.group_by("layer").agg(brought=pl.col("value_minor").sum())
        all_ = later.group_by("layer").agg(left=pl.col("value_minor").sum())
        layers = (
            open_.join(own, on="layer", how="left", maintain_order="left")
            .join(all_, on="layer", how="left", maintain_order="left")
            .select(
                "layer", "opened_on", "known_seq", "received_on", "left_micro",
                left_minor=pl.col("left_minor") + pl.col("left").fill_null(0), epoch=pl.lit(None, dtype=pl.Int64),
                quantity_micro=pl.when(whole).then("left_micro").otherwise("came_micro"),
                value_minor=pl.when(whole).then(pl.col("left_minor") + pl.col("left").fill_null(0))
                .otherwise(pl.col("came_minor") + pl.col("brought").fill_null(0)),
                consumed_micro=pl.when(whole).then(0).otherwise(pl.col("came_micro") - pl.col("left_micro")),
            )
        )  # fmt: skip
        return layers if method.family != "pooled" else self._averaged(layers, pool, later)

    def _averaged(self, layers: pl.DataFrame, pool: dict[str, Any], later: pl.DataFrame) -> pl.DataFrame:
        """Return the one layer of an averaged pool as its last receipt left it."""
        counts = later.group_by("layer", "move").agg(more=pl.col("value_minor").sum())
        flows = (
            self._flows(pool["pool_id"], pool["starts_on"]).join(layers, on="layer", how="semi", maintain_order="left")
            .join(counts, on=["layer", "move"], how="left", maintain_order="left")
            .with_columns(pl.col("value_minor") + pl.col("more").fill_null(0))
        )  # fmt: skip
        last = flows.with_row_index("place").filter(pl.col("quantity_micro") > 0).tail(1)
        until, since = flows.head(last["place"].item() + 1), flows.tail(-last["place"].item() - 1)
        layer = layers.with_columns(
            opened_on=pl.lit(last["accounting_on"].item()), known_seq=pl.lit(last["known_seq"].item(), dtype=pl.Int64)
        )
        if methods.find(pool["method"]).needs == "standards":
            return layer
        if pool["method"] == PERIODIC:
            return self._restated(layer, pool, flows)
        return layer.with_columns(
            quantity_micro=pl.lit(until["quantity_micro"].sum(), dtype=pl.Int64),
            value_minor=pl.lit(until["value_minor"].sum(), dtype=pl.Int64),
            consumed_micro=pl.lit(-since["quantity_micro"].sum(), dtype=pl.Int64),
        )

    def _restated(self, layer: pl.DataFrame, pool: dict[str, Any], flows: pl.DataFrame) -> pl.DataFrame:
        """Return the layer of an average of periods: as its last receipt left it, or the last period that is trued up, if later.

        Shapes: layer: left_micro, left_minor: what is left of it in all.
        """
        until = max((day for day in self.trued if day < pool["starts_on"]), default=date.min)
        placed = flows.with_row_index("place")
        own = placed.filter((pl.col("quantity_micro") > 0) | (pl.col("accounting_on") <= until))["place"].max()
        since = flows.tail(-int(own) - 1)  # type: ignore[arg-type]
        return layer.with_columns(
            quantity_micro=pl.col("left_micro") - since["quantity_micro"].sum(),
            value_minor=pl.col("left_minor") - since["value_minor"].sum(),
            consumed_micro=pl.lit(-since["quantity_micro"].sum(), dtype=pl.Int64),
        )

    def _flows(self, number: int, day: date) -> pl.DataFrame:
        return history_read.flows_before(self.reader, number, day=day, known_seq=self.known_seq)

    def states(self) -> pl.DataFrame:
        """Return what the layers carried of allowance: as `carry` takes states."""
        moved = self.movements.join(self.pools.select("pool", "differs_on"), on="pool", maintain_order="left").filter(
            pl.col("accounting_on") < pl.col("differs_on")
        )
        if moved.is_empty():
            return pl.DataFrame(schema=STATES)
        steps = [pl.DataFrame(schema=_STEP)]
        for pool in self.pools.join(moved, on="pool", how="semi").iter_rows(named=True):
            flows = self._flows(pool["pool_id"], pool["differs_on"])
            steps.append(flows.with_columns(pool=pl.lit(pool["pool"], dtype=pl.Int64)).select(list(_STEP)))
        return states_at(flows=pl.concat(steps), movements=moved)
