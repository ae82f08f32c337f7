"""The lower of cost and net realisable value: tier by tier, then summed for the unit of account.

Before this: `net_realisable_value`. After this: write-downs. Profit in one tier never shelters another. Sources: IAS
2.9, 2.33; a value below zero is a matter for a provision (IAS 37), so the stock goes to zero and no further.
"""

import polars as pl

NO_EVIDENCE = "no_evidence"
IN_OTHER_CURRENCY = "evidence_in_other_currency"
DISPOSAL_OBLIGATION = "disposal_obligation"


def take_lower(priced: pl.DataFrame) -> pl.DataFrame:
    """Return the tiers with `lower_minor`: the lower of a tier's cost and its value, and never below zero.

    Domain: one tier, `rest`, for the whole quantity. A tier without a value keeps what is held against it: nothing
            is known that would change it.

    >>> one = {"unit": 1, "cost_minor": 140_00, "held_minor": 0}
    >>> take_lower(pl.DataFrame([one | {"value_minor": 120_00}, one | {"value_minor": -5}]))["lower_minor"].to_list()
    [12000, 0]
    """
    cost, value = pl.col("cost_minor"), pl.col("value_minor")
    lower = pl.min_horizontal(cost, pl.max_horizontal(value, pl.lit(0, pl.Int64)))
    return priced.with_columns(
        tier=pl.lit(1, pl.Int64),
        kind=pl.lit("rest"),
        lower_minor=pl.when(value.is_null()).then(cost - pl.col("held_minor")).otherwise(lower),
    )


def assess_units(*, units: pl.DataFrame, tiers: pl.DataFrame, elsewhere: pl.DataFrame) -> pl.DataFrame:
    """Return an assessment for each unit: value, carrying amount, allowance required, reason, finding.

    Shapes: `elsewhere` is evidence that would count but for its currency; only item and lot are read.
    Domain: without evidence ``required = held``, and the finding says so: it is never a value of zero.
    """
    sums = tiers.group_by("unit").agg(
        value_minor=pl.when(pl.col("value_minor").null_count() == 0).then(pl.col("value_minor").sum()),
        carrying_minor=pl.col("lower_minor").sum(),
    )
    required = pl.col("cost_minor") - pl.col("carrying_minor")
    return (
        units.join(sums, on="unit", how="left")
        .join(_units_of(units, elsewhere), on="unit", how="left")
        .with_columns(required_minor=required)
        .select(
            "unit", "item", "lot", "quantity_micro", "cost_minor", "value_minor", "carrying_minor", "required_minor",
            "held_minor",
            reason=pl.when(pl.col("required_minor") > 0).then(pl.lit("price_decline")).otherwise(pl.lit("")),
            finding=_finding(),
        )
        .sort("unit")
    )  # fmt: skip


def _finding() -> pl.Expr:
    """Say what somebody has to look at."""
    value = pl.col("value_minor")
    return (
        pl.when(value.is_null() & pl.col("is_elsewhere").is_not_null())
        .then(pl.lit(IN_OTHER_CURRENCY))
        .when(value.is_null())
        .then(pl.lit(NO_EVIDENCE))
        .when(value < 0)
        .then(pl.lit(DISPOSAL_OBLIGATION))
        .otherwise(pl.lit(""))
    )


def _units_of(units: pl.DataFrame, elsewhere: pl.DataFrame) -> pl.DataFrame:
    """Return the units that evidence in another currency is about, each once."""
    about = elsewhere.select("item", "lot").unique()
    by_lot = units.join(about.filter(pl.col("lot").is_not_null()), on=["item", "lot"], how="semi")
    by_item = units.join(about.filter(pl.col("lot").is_null()), on="item", how="semi")
    return pl.concat([by_lot, by_item]).select("unit", is_elsewhere=pl.lit(True)).unique()
