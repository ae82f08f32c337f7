"""What a receipt cost may change later: an epoch is the time between two days on which it does, and has pools of its own.

From the day of a change on goods cost what they cost with it; on the days before, what they did cost stays. So the law of
flows is: for every day, those that count up to it sum to what costing the moves up to it gives, with receipts valued by the
changes up to it. Each pool is told once for each epoch (`told`), all in one costing; then each flow counts on the day of its
move as its own epoch says, and on the first day of every later epoch by what that one says beyond the one before (`by_day`).

Before this: moves, links, layers and standards of pools, and the days. After this: `recosting` compares with the record.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.rolls import NO_ROLLS
from lowmark.core.costing.true_ups import NO_TRUE_UPS
from lowmark.core.kinds.arithmetic import multiply_divide_round

VALUES: Final = {"move": pl.Int64, "epoch": pl.Int64, "value_minor": pl.Int64, "was_minor": pl.Int64}
"""What a receipt is worth in an epoch, and what it was without what has come to be known now."""


@dataclass(frozen=True, slots=True)
class Epochs:
    """The days on which what receipts cost changes, in order; the first epoch is the time before the first of them."""

    days: tuple[date, ...] = ()

    @property
    def n(self) -> int:
        """How many epochs there are."""
        return len(self.days) + 1

    def of(self, days: pl.Series) -> pl.Series:
        """Return in which epoch each day is.

        >>> Epochs((date(2026, 11, 5),)).of(pl.Series([date(2026, 11, 4), date(2026, 11, 5)])).to_list()
        [0, 1]
        """
        begins = pl.Series(self.days, dtype=pl.Date).cast(pl.Int32)
        return begins.search_sorted(days.cast(pl.Int32), side="right").cast(pl.Int64)

    def begins(self) -> pl.DataFrame:
        """Return each epoch but the first with the day on which it begins: epoch, begins_on."""
        numbers = range(1, self.n)
        return pl.DataFrame({"epoch": numbers, "begins_on": self.days}, {"epoch": pl.Int64, "begins_on": pl.Date})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pools:
    """All that is known of pools when they are costed again.

    Shapes: moves and links: as `cost_linked` takes them. layers: as they stood before all of the moves, with epoch where there
            are several: in which of them, null for all. standards: those at which layers stood. made: as `cost_linked` takes
            it, perhaps with epoch: in which the cost that is given of a leg is that, null for all. rolls and true_ups: as
            `cost_rolled` takes them.
    """

    moves: pl.DataFrame
    links: pl.DataFrame
    layers: pl.DataFrame | None
    standards: pl.DataFrame
    made: pl.DataFrame | None = None
    rolls: pl.DataFrame = field(default_factory=lambda: NO_ROLLS)
    true_ups: pl.DataFrame = field(default_factory=lambda: NO_TRUE_UPS)


def told(pools: Pools, epochs: Epochs, values: pl.DataFrame) -> Pools:
    """Tell pools once for each epoch, under a code that is pool * n + epoch: the moves up to its end, worth what they are in it.

    Shapes: values: ``VALUES``, where a receipt is worth another than its move says.
    """
    moves, links, layers, made = pools.moves, pools.links, pools.layers, pools.made
    if epochs.n == 1 and values.is_empty():
        return replace(pools, layers=_without_epoch(layers), made=_without_epoch(made))
    n = epochs.n
    every = pl.DataFrame({"epoch": range(n)}, schema={"epoch": pl.Int64})
    own = moves.with_columns(own=epochs.of(moves["accounting_on"]))
    repeated = own.join(every, how="cross").filter(pl.col("epoch") >= pl.col("own"))
    worth = values.select("move", "epoch", worth="value_minor")
    valued = repeated.join(worth, on=["move", "epoch"], how="left", maintain_order="left").with_columns(
        value_minor=pl.coalesce(pl.when(pl.col("quantity_micro") > 0).then("worth"), "value_minor")
    )
    arriving = own.select("pool", "move", "own")
    linked = links.join(arriving, on=["pool", "move"], how="left", maintain_order="left").join(every, how="cross").filter(
        pl.col("epoch") >= pl.col("own")
    )  # fmt: skip
    return Pools(
        moves=_coded(valued, n).select(moves.columns),
        links=_coded(_coded(linked, n), n, "source_pool").select(links.columns),
        layers=None if layers is None else _coded(_in_every(layers, every), n).drop("epoch"),
        standards=_coded(pools.standards.join(every, how="cross"), n).drop("epoch"),
        made=None if made is None else _made_in_every(made, arriving, every, n),
        rolls=_coded(pools.rolls.join(every, how="cross"), n).drop("epoch"),
        true_ups=_coded(
            _begun(pools.true_ups, epochs).join(every, how="cross").filter(pl.col("epoch") >= pl.col("own")), n
        ).drop("epoch", "own"),
    )


def _begun(true_ups: pl.DataFrame, epochs: Epochs) -> pl.DataFrame:
    """Say in which epoch the average of each period is known."""
    return true_ups.with_columns(own=epochs.of(true_ups["ends_on"]))


def _without_epoch(rows: pl.DataFrame | None) -> pl.DataFrame | None:
    return None if rows is None else rows.drop("epoch", strict=False)


def made_in_every(made: pl.DataFrame, moves: pl.DataFrame, epochs: Epochs) -> pl.DataFrame:
    """Return the legs of productions, a production for each epoch since that of its moves.

    Shapes: made: as `cost_linked` takes it, perhaps with epoch (null for all); moves: pool, move, accounting_on.
    """
    every = pl.DataFrame({"epoch": range(epochs.n)}, schema={"epoch": pl.Int64})
    own = moves.select("pool", "move", own=epochs.of(moves["accounting_on"]))
    return _made_in_every(made, own, every, epochs.n)


def _made_in_every(made: pl.DataFrame, own: pl.DataFrame, every: pl.DataFrame, n: int) -> pl.DataFrame:
    """Repeat productions in each epoch since their own."""
    begun = made.join(own, on=["pool", "move"]).group_by("production").agg(pl.col("own").max())
    named = made if "epoch" in made.columns else made.with_columns(epoch=pl.lit(None, dtype=pl.Int64))
    repeated = _in_every(named, every).join(begun, on="production", maintain_order="left").filter(
        pl.col("epoch") >= pl.col("own")
    )  # fmt: skip
    return _coded(_coded(repeated, n), n, "production").drop("own", "epoch")


def _in_every(layers: pl.DataFrame, every: pl.DataFrame) -> pl.DataFrame:
    """Repeat the layers that are the same in every epoch."""
    same = layers.filter(pl.col("epoch").is_null()).drop("epoch").join(every, how="cross")
    return pl.concat([layers.filter(pl.col("epoch").is_not_null()), same.select(layers.columns)])


def _coded(rows: pl.DataFrame, n: int, column: str = "pool") -> pl.DataFrame:
    return rows.with_columns((pl.col(column) * n + pl.col("epoch")).alias(column))


def decoded(rows: pl.DataFrame, epochs: Epochs) -> pl.DataFrame:
    """Return rows with their pool and their epoch again.

    >>> decoded(pl.DataFrame({"pool": [7]}), Epochs((date(2026, 11, 5),))).rows()
    [(3, 1)]
    """
    return rows.with_columns(pool=pl.col("pool") // epochs.n, epoch=pl.col("pool") % epochs.n)


def by_day(rows: pl.DataFrame, epochs: Epochs, key: tuple[str, ...], amounts: tuple[str, ...]) -> pl.DataFrame:
    """Say on which day what counts: on a move's own day as its epoch says, later by what an epoch changes.

    Shapes: rows: the key, epoch, accounting_on (of the move), and amounts; out: the key, accounting_on, amounts; a row for
            each day on which something counts.

    >>> rows = pl.DataFrame({"move": [1, 1], "epoch": [0, 1], "accounting_on": [date(2026, 11, 1)] * 2, "value_minor": [7, 9]})
    >>> days = by_day(rows, Epochs((date(2026, 11, 5),)), ("move",), ("value_minor",))
    >>> [(str(day), value) for _, day, value in days.rows()]
    [('2026-11-01', 7), ('2026-11-05', 2)]
    """
    if epochs.n == 1:
        return rows.select(*key, "accounting_on", *amounts)
    kind = rows.schema["accounting_on"]
    begins = epochs.begins().with_columns(pl.col("begins_on").cast(kind))
    ends = begins.select(pl.col("epoch") - 1, ends_on="begins_on")
    placed = rows.with_columns(own=epochs.of(rows["accounting_on"]))
    began = placed.join(begins, on="epoch", how="left", maintain_order="left").with_columns(
        accounting_on=pl.when(pl.col("epoch") == pl.col("own")).then("accounting_on").otherwise("begins_on")
    )
    ended = placed.join(ends, on="epoch", maintain_order="left").with_columns(
        *(-pl.col(name) for name in amounts), accounting_on="ends_on"
    )
    both = pl.concat([began.select(*key, "accounting_on", *amounts), ended.select(*key, "accounting_on", *amounts)])
    summed = both.group_by(*key, "accounting_on", maintain_order=True).agg(pl.col(*amounts).sum())
    return summed.filter(pl.any_horizontal(pl.col(name) != 0 for name in amounts))


def stood(flows: pl.DataFrame, layers: pl.DataFrame | None, epochs: Epochs) -> pl.DataFrame:
    """Return what layers cost at the start of an epoch, before any move of its first day, where that changes with it.

    Shapes: flows and layers: with epoch (null for layers that are the same in all of them); flows' accounting_on is their
            move's. Out: pool, layer, accounting_on (the epoch's first day), cost_minor.
    """
    kind = flows.schema["accounting_on"]
    begins = epochs.begins().with_columns(pl.col("begins_on").cast(kind))
    every = pl.DataFrame({"epoch": range(epochs.n)}, schema={"epoch": pl.Int64})
    left = _left(flows.clear().select("pool", "layer") if layers is None else _in_every(layers, every))
    columns = ("pool", "layer", "epoch", "quantity_micro", "value_minor")
    own = epochs.of(flows["accounting_on"])
    starts = _stand([left, flows.filter(own < flows["epoch"]).select(columns)])
    ends = _stand([left, flows.select(columns)]).with_columns(pl.col("epoch") + 1)
    return (
        starts.join(ends, on=["pool", "layer", "epoch"], suffix="_before")
        .filter(pl.col("quantity_micro") != 0, pl.col("value_minor") != pl.col("value_minor_before"))
        .join(begins, on="epoch").sort("epoch", "pool", "layer")
        .select("pool", "layer", accounting_on="begins_on", cost_minor="value_minor")
    )  # fmt: skip


def _left(layers: pl.DataFrame) -> pl.DataFrame:
    """Return what is left of layers: pool, layer, epoch, quantity_micro, value_minor."""
    schema = dict.fromkeys(("pool", "layer", "epoch", "quantity_micro", "value_minor"), pl.Int64)
    if layers.is_empty():
        return pl.DataFrame(schema=schema)
    rows = [
        (pool, layer, epoch, quantity - gone, value - multiply_divide_round(value, gone, quantity))
        for pool, layer, epoch, quantity, gone, value in layers.select(
            "pool", "layer", "epoch", "quantity_micro", "consumed_micro", "value_minor"
        ).iter_rows()
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _stand(parts: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(parts).group_by("pool", "layer", "epoch").agg(pl.col("quantity_micro", "value_minor").sum())
