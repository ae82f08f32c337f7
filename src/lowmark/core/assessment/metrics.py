"""What is measured of goods beside their cost and prices: the optional tables of an assessment, brought to one form.

Before this: whoever calls, who counts stock, use, moves and demand. After this: rules, which say what they need. A table
that is not given is one without rows; a column that is not given is unknown throughout, and a null is unknown of that unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.kinds.problems import Problem

METRICS: Final[Mapping[str, pl.DataType]] = {
    "area": pl.String(), "item_class": pl.String(), "status": pl.String(), "average_stock_micro": pl.Int64(),
    "average_consumption_micro": pl.Int64(), "receipts_micro": pl.Int64(), "issues_micro": pl.Int64(),
    "slow_periods": pl.Int64(), "months_since_move": pl.Int64(), "components_of_minor": pl.Int64(),
    "components_lost_minor": pl.Int64(), "normal_profit_amount_micro": pl.Int64(),
    "normal_profit_quantity_micro": pl.Int64(), "last_saleable_on": pl.Date(),
}  # fmt: skip
"""What may be known of a unit: consumption is that of a month, receipts and issues those of the period under review."""

AGES: Final[Mapping[str, pl.DataType]] = {"unit": pl.Int64(), "age_days": pl.Int64(), "quantity_micro": pl.Int64()}
DEMAND: Final[Mapping[str, pl.DataType]] = {
    "item": pl.Int64(), "from_on": pl.Date(), "until_on": pl.Date(), "quantity_micro": pl.Int64()
}  # fmt: skip
OUTLETS: Final[Mapping[str, pl.DataType]] = {
    "item": pl.Int64(), "product": pl.Int64(), "quantity_micro": pl.Int64(), "product_cost_minor": pl.Int64(),
    "product_value_minor": pl.Int64(), "materials_cost_minor": pl.Int64(),
}  # fmt: skip
GROUPS: Final[Mapping[str, pl.DataType]] = {"unit": pl.Int64(), "level": pl.String(), "group": pl.String()}
_AT_LEAST_ZERO: Final = (
    "average_stock_micro", "average_consumption_micro", "receipts_micro", "issues_micro", "slow_periods",
    "months_since_move", "components_lost_minor", "normal_profit_amount_micro",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of stock beside its cost and prices: optional tables, and the unit of account that holds.

    Shapes: `metrics`: unit, and any of `METRICS`. `ages`: unit, age_days, quantity_micro, a row per stratum. `demand`: item,
            from_on, until_on, quantity_micro, what is expected to be sold in those days. `outlets`: item, product,
            quantity_micro (of the item that the product is expected to take), product_cost_minor, product_value_minor and
            materials_cost_minor (of one batch: its cost, what it will fetch, and what of its cost are materials).
            `groups`: unit, level, group, as `levels` has them.
    """

    metrics: pl.DataFrame | None = None
    ages: pl.DataFrame | None = None
    demand: pl.DataFrame | None = None
    outlets: pl.DataFrame | None = None
    groups: pl.DataFrame | None = None
    unit_of_account: str = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The optional tables, each in its form; `columns` are the metrics that were given."""

    metrics: pl.DataFrame
    columns: tuple[str, ...]
    ages: pl.DataFrame
    has_ages: bool
    demand: pl.DataFrame
    outlets: pl.DataFrame


def measured(known: Known) -> Measured:
    """Bring the optional tables to their form.

    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value``, ``repeated_key`` or ``out_of_domain``.

    >>> measured(Known()).columns
    ()
    """
    kept, columns = conform_metrics(known.metrics)
    return Measured(
        metrics=kept, columns=columns, ages=conform_ages(known.ages), has_ages=known.ages is not None,
        demand=conform_demand(known.demand), outlets=conform_outlets(known.outlets),
    )  # fmt: skip


def conform_metrics(metrics: pl.DataFrame | None) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return a row per unit with every column of `METRICS`, and which of them were given.

    Raises: Problem ``missing_column``, ``wrong_type``, ``repeated_key`` or ``out_of_domain``.
    """
    if metrics is None:
        return pl.DataFrame(schema={"unit": pl.Int64, **METRICS}), ()
    given = tuple(name for name in METRICS if name in metrics.columns)
    kept = conform("metrics", metrics, {"unit": pl.Int64(), **{name: METRICS[name] for name in given}}, given)
    if kept["unit"].n_unique() < kept.height:
        raise Problem("repeated_key", "metrics has more than one row of a unit", where={"table": "metrics"})
    of_rows = [name for name in _AT_LEAST_ZERO if name in given]
    _require("metrics", kept, pl.all_horizontal(pl.col(of_rows).fill_null(0) >= 0) if of_rows else pl.lit(value=True),
             "nothing below zero")  # fmt: skip
    if {"components_of_minor", "components_lost_minor"} <= set(given):
        lost = pl.col("components_lost_minor") <= pl.col("components_of_minor")
        _require("metrics", kept, lost.fill_null(value=True), "no more lost than there is")
    unknown = [pl.lit(None, kind).alias(name) for name, kind in METRICS.items() if name not in given]
    words = [pl.col(name).fill_null("") for name in ("area", "item_class")]
    return kept.with_columns(unknown).with_columns(words).select("unit", *METRICS).sort("unit"), given


def conform_ages(ages: pl.DataFrame | None) -> pl.DataFrame:
    """Return the strata of units by age.

    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value`` or ``out_of_domain``.
    """
    kept = conform("ages", ages, AGES)
    _require("ages", kept, pl.col("quantity_micro") > 0, "quantities above zero")
    return kept


def conform_demand(demand: pl.DataFrame | None) -> pl.DataFrame:
    """Return what is expected to be sold of items, by stretches of days.

    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value`` or ``out_of_domain``.
    """
    kept = conform("demand", demand, DEMAND)
    is_stretch = pl.col("from_on") <= pl.col("until_on")
    _require("demand", kept, (pl.col("quantity_micro") >= 0) & is_stretch, "quantities of stretches of days")
    return kept


def conform_outlets(outlets: pl.DataFrame | None) -> pl.DataFrame:
    """Return what products materials go into.

    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value``, ``repeated_key`` or ``out_of_domain``.
    """
    kept = conform("outlets", outlets, OUTLETS)
    cost, of_materials = pl.col("product_cost_minor"), pl.col("materials_cost_minor")
    _require("outlets", kept, (pl.col("quantity_micro") > 0) & (of_materials > 0) & (of_materials <= cost),
             "a quantity above zero, and materials that cost something, and no more than their product")  # fmt: skip
    if kept.select(pl.struct("item", "product").is_duplicated().any()).item():
        raise Problem("repeated_key", "outlets has a product of an item twice", where={"table": "outlets"})
    return kept


def conform(
    table: str, frame: pl.DataFrame | None, types: Mapping[str, pl.DataType], may_be_null: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Return a table with its columns and their types; without rows where there is no table.

    Raises: Problem ``missing_column``, ``wrong_type`` or ``null_value``.
    """
    if frame is None:
        return pl.DataFrame(schema=dict(types))
    missing = [name for name in types if name not in frame.columns]
    if missing:
        raise Problem("missing_column", f"{table} has no column {', '.join(missing)}",
                      hint=f"it takes {', '.join(types)}", where={"table": table})  # fmt: skip
    for name, wanted in types.items():
        is_alike = frame.schema[name].is_integer() and wanted.is_integer()
        if frame.schema[name] not in {wanted, pl.Null()} and not is_alike:
            raise Problem("wrong_type", f"{table}.{name} is {frame.schema[name]}, not {wanted}",
                          where={"table": table, "column": name})  # fmt: skip
    kept = frame.select(pl.col(name).cast(wanted) for name, wanted in types.items())
    nulls = [name for name in types if name not in may_be_null and kept[name].null_count()]
    if nulls:
        raise Problem("null_value", f"{table} has nothing in {', '.join(nulls)} of some rows", where={"table": table})
    return kept


def _require(table: str, frame: pl.DataFrame, holds: pl.Expr, law: str) -> None:
    if not frame.filter(~holds).is_empty():
        raise Problem("out_of_domain", f"{table} takes {law}", where={"table": table})
