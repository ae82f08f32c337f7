"""Refuse what a pooled method cannot be given: several open layers, no period, no standard, a layer at another one.

Before this: `checks` has let moves and layers pass. After this: `cost`.
"""

import polars as pl

from lowmark.core.costing.checks import Law, no_null, require_columns, require_laws
from lowmark.core.costing.conservation import rounded
from lowmark.core.costing.methods import Method
from lowmark.core.kinds.problems import Problem


def require_needs(
    method: Method,
    moves: pl.DataFrame,
    layers: pl.DataFrame | None,
    components: tuple[str, ...],
    standards: pl.DataFrame | None,
) -> None:
    """Raise the first Problem with what a method needs besides moves and layers.

    Raises: Problem ``several_open_layers``; ``missing_column``, ``wrong_type`` or ``missing_value`` for periods;
            ``no_standard``, ``duplicate_standard`` or ``not_at_standard``.
    """
    if method.family == "pooled" and layers is not None:
        _require_one_open(layers)
    if method.needs == "period":
        require_periods(moves)
    if method.needs == "standards":
        _require_standards(moves, components, standards)
        if layers is not None and standards is not None:
            _require_at_standard(moves, layers, components, standards)


def require_periods(moves: pl.DataFrame) -> None:
    """Raise the first Problem with the periods of moves."""
    if "period" not in moves.columns:
        raise Problem("missing_column", "moves have no column period", hint="add it as an integer: a periodic method "
                      "costs period by period", where={"table": "moves", "column": "period"})  # fmt: skip
    if not moves.schema["period"].is_integer():
        raise Problem("wrong_type", f"column period of moves is {moves.schema['period']}", hint="give it as an integer",
                      where={"table": "moves", "column": "period"})  # fmt: skip
    require_laws(moves, "move", [no_null(("period",))])


def _require_one_open(layers: pl.DataFrame) -> None:
    opened = layers.filter(pl.col("consumed_micro") < pl.col("quantity_micro"))["pool"]
    several = opened.filter(opened.is_duplicated())
    if not several.is_empty():
        raise Problem("several_open_layers", "a pool has more than one open layer, and its method takes one",
                      hint="a change of method opens one layer with what is left of all", where={"pool": several[0]},
                      )  # fmt: skip


def _require_standards(moves: pl.DataFrame, components: tuple[str, ...], standards: pl.DataFrame | None) -> None:
    if standards is not None:
        require_columns(standards, "standards", ("pool", "quantity_micro"), components)
        require_laws(standards, "pool", [
            no_null(("pool", "quantity_micro", *components)),
            Law("zero_quantity", pl.col("quantity_micro") <= 0, "a standard is not of a positive quantity",
                "a standard is what some quantity should cost, such as 1000000 micro"),
            Law("negative_value", pl.any_horizontal(pl.col(name) < 0 for name in components),
                "a standard has a negative value", ""),
            Law("duplicate_standard", pl.col("pool").is_duplicated(), "a pool has two standards", "give it one"),
        ])  # fmt: skip
    pools = moves["pool"].unique().sort()
    without = pools if standards is None else pools.filter(~pools.is_in(standards["pool"].implode()))
    if not without.is_empty():
        raise Problem("no_standard", "a pool is costed at standard and has none",
                      hint="say what a quantity of it should cost", where={"pool": without[0]})  # fmt: skip


def _require_at_standard(
    moves: pl.DataFrame, layers: pl.DataFrame, components: tuple[str, ...], standards: pl.DataFrame
) -> None:
    """Raise Problem ``not_at_standard`` unless what is open, where something moves, is valued at its standard."""
    moved = layers.filter(pl.col("pool").is_in(moves["pool"].unique().implode()))
    compared = moved.join(standards, on="pool", suffix="_of_standard").with_columns(
        left=pl.col("quantity_micro") - pl.col("consumed_micro")
    )
    at_another = pl.any_horizontal(
        pl.col(name).cast(pl.Int128) - rounded(name, "consumed_micro", "quantity_micro")
        != rounded(f"{name}_of_standard", "left", "quantity_micro_of_standard")
        for name in components
    )
    require_laws(compared, "pool", [
        Law("not_at_standard", at_another, "an open layer is valued at another standard",
            "revalue what is on hand to the new standard, and bring it in so"),
    ])  # fmt: skip
