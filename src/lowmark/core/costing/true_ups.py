"""True up averages of a period: what goods went at during it was provisional, and its end says what they cost.

While a period runs, its issues cost the moving average. When it is over they cost the average of all that it had: the
difference of each move counts on its last day, split by what the moves took between what is on hand and what was expensed. It
is laid on the layer that is there at the end, which stands from then on as if what is left had just been received so; no
quantity moves. What goods of the period became elsewhere follows, layer by layer.

Before this: a period costed twice, by the moving average and by its own. After this: `rolls` goes on from the layers. Sources:
IAS 2.25 and 2.27; ASC 330-10-30-9.
"""

from typing import Final

import polars as pl

from lowmark.core.costing.results import KINDS, Costed
from lowmark.core.kinds.arithmetic import multiply_divide_round

TRUE_UPS: Final = {"pool": pl.Int64, "starts_on": pl.Date, "ends_on": pl.Date}
"""A period of a pool whose average has been said: its first day and its last."""
NO_TRUE_UPS: Final = pl.DataFrame(schema=TRUE_UPS)
PROVISIONAL: Final = "moving_average"
"""By which formula goods are costed until the average of their period is known."""
PERIODIC: Final = "weighted_average"
_MOVE: Final = ("pool", "move")
_FLOW: Final = ("pool", "layer", "move")


def provisionally(method: pl.Expr) -> pl.Expr:
    """Return the formula by which a pool is costed while its period runs.

    >>> pl.select(provisionally(pl.Series(["fifo", "weighted_average"]).to_frame("m")["m"])).to_series().to_list()
    ['fifo', 'moving_average']
    """
    return pl.when(method == PERIODIC).then(pl.lit(PROVISIONAL)).otherwise(method)


def averaged(moves: pl.DataFrame, pools: pl.Series) -> pl.DataFrame:
    """Return the moves of a period as the average of it costs those of some pools.

    >>> moves = pl.DataFrame({"pool": [1, 2], "method": ["moving_average", "fifo"]})
    >>> averaged(moves, pl.Series([1])).rows()
    [(1, 'weighted_average', 0), (2, 'fifo', 0)]
    """
    method = pl.when(pl.col("pool").is_in(pools.implode())).then(pl.lit(PERIODIC)).otherwise("method")
    return moves.with_columns(method=method, period=pl.lit(0, dtype=pl.Int64))


def trued_up(
    *, provisional: Costed, final: Costed, true_ups: pl.DataFrame, components: tuple[str, ...] = ("value_minor",)
) -> Costed:
    """Return what is to be told of a period after its provisional flows: what differs, and the layers as they stand.

    Shapes: provisional and final: one period, costed by moving averages and by those of the period; true_ups: ``TRUE_UPS`` of
            it. Out: flows of kind adjust, without quantity, on the last day; layers, those used up included; variances, by
            how much they differ, on that day.

    >>> from datetime import date
    >>> def told(value, layer, consumed):
    ...     day, known = date(2026, 1, 9), {"known_seq": [1]}
    ...     flows = pl.DataFrame({"pool": [1], "layer": [layer], "move": [3], "kind": ["issue"], "accounting_on": [day], **known,
    ...         "quantity_micro": [-5], "value_minor": [value]}, schema_overrides={"kind": KINDS})
    ...     layers = pl.DataFrame({"pool": [1], "layer": [layer], "opened_on": [day], **known, "quantity_micro": [10 + consumed],
    ...         "consumed_micro": [5 + consumed], "value_minor": [-2 * value]})
    ...     return Costed(flows, layers, flows.clear(), pl.DataFrame(schema={**dict(pool=pl.Int64, move=pl.Int64),
    ...         "accounting_on": pl.Date, "known_seq": pl.Int64, "value_minor": pl.Int64}))
    >>> period = pl.DataFrame({"pool": [1], "starts_on": [date(2026, 1, 1)], "ends_on": [date(2026, 1, 31)]})
    >>> found = trued_up(provisional=told(-45, 2, 0), final=told(-35, 1, 0), true_ups=period)
    >>> found.flows.select("layer", "move", "value_minor").rows()
    [(2, 3, 10)]
    >>> found.layers.select("layer", "quantity_micro", "value_minor").rows()
    [(2, 5, 35)]
    """
    own = true_ups.select("pool").unique()
    ends_on = true_ups["ends_on"].max()
    closing = provisional.flows.join(own, on="pool", how="semi").sort("accounting_on", "known_seq", "move").group_by("pool").agg(
        closing=pl.col("layer").last()
    )  # fmt: skip
    others = [told.flows.join(own, on="pool", how="anti") for told in (provisional, final)]
    flows = pl.concat([
        _differing(provisional.flows, final.flows, closing, components),
        _differing(others[0], others[1], None, components),
    ])  # fmt: skip
    known = provisional.flows.select(*_MOVE, "known_seq").unique()
    made = flows.join(known, on=list(_MOVE), how="left").with_columns(
        kind=pl.lit("adjust", KINDS), accounting_on=pl.lit(ends_on), quantity_micro=pl.lit(0, pl.Int64)
    ).select(provisional.flows.columns).cast(provisional.flows.schema).sort("pool", "known_seq", "move", "layer")  # fmt: skip
    was = provisional.variances.with_columns(-pl.col(components))
    varied = pl.concat([final.variances, was]).group_by(*_MOVE, "known_seq").agg(pl.col(components).sum()).filter(
        pl.any_horizontal(pl.col(name) != 0 for name in components)
    ).with_columns(accounting_on=pl.lit(ends_on)).select(was.columns).cast(was.schema).sort(
        "pool", "known_seq", "move"
    )  # fmt: skip
    return Costed(made, _layers(provisional.layers, final.layers, own, closing, components), final.refused, varied)


def _differing(
    provisional: pl.DataFrame, final: pl.DataFrame, closing: pl.DataFrame | None, components: tuple[str, ...]
) -> pl.DataFrame:
    """Return by how much moves cost something else: in their own layers, or all of it in those that are there at the end.

    Shapes: closing: pool, closing (the layer); without it, every layer by itself.
    """
    key, both = list(_FLOW), [provisional, final]
    if closing is not None:
        both = [part.join(closing, on="pool").with_columns(layer="closing") for part in both]
    signed = [both[0].select(*key, -pl.col(components)), both[1].select(*key, *components)]
    differs = pl.any_horizontal(pl.col(name) != 0 for name in components)
    return pl.concat(signed).group_by(key).agg(pl.col(components).sum()).filter(differs)


def _layers(
    was: pl.DataFrame, now: pl.DataFrame, own: pl.DataFrame, closing: pl.DataFrame, components: tuple[str, ...]
) -> pl.DataFrame:
    """Return the layers after a period: in pools that are averaged, what is left of the one that is open, under its own name."""
    is_open = pl.col("consumed_micro") < pl.col("quantity_micro")
    averages = now.filter(is_open).join(own, on="pool", how="semi")
    left = [
        (pool, quantity - gone, *(value - multiply_divide_round(value, gone, quantity) for value in values))
        for pool, quantity, gone, *values in averages.select(
            "pool", "quantity_micro", "consumed_micro", *components
        ).iter_rows()
    ]
    worth = [f"{name}_left" for name in components]
    stands = pl.DataFrame(left, dict.fromkeys(("pool", "left", *worth), pl.Int64), orient="row")
    before = was.join(own, on="pool", how="semi")
    moved = (
        before.filter(is_open)
        .join(stands.join(closing, on="pool"), on="pool")
        .filter(pl.col("layer") == pl.col("closing"))
    )
    restated = moved.with_columns(
        quantity_micro="left", consumed_micro=pl.lit(0, dtype=pl.Int64), **dict(zip(components, worth, strict=True))
    ).select(was.columns)  # fmt: skip
    idle = before.filter(is_open).join(closing, on="pool", how="anti")
    return pl.concat(
        [now.join(own, on="pool", how="anti").select(was.columns), before.filter(~is_open), restated, idle]
    )
