"""What is known of stock beside its cost and prices: read, as known at a sequence, as far as the rules in force ask for it.

Before this: the policy, and the layers on hand. After this: `gathering`. What no rule asks for is not read.
"""

from datetime import date
from typing import NamedTuple

import polars as pl

from lowmark.core.assessment import ages, demand, measuring
from lowmark.core.assessment.bases import groups_of
from lowmark.core.assessment.measuring import period_ends
from lowmark.core.assessment.metrics import Known
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.tables.locations import CONDITIONS
from lowmark.services.strata_at import strata_at
from lowmark.store.entities.read import Book
from lowmark.store.evidence.forecasts import forecasts
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader
from lowmark.store.stock import measures

EXCESS = "excess"
COMPONENTS = "component_write_downs"
LOST = ("components_of_minor", "components_lost_minor")
AGE = "age"
NO_SALES = pl.DataFrame(schema={"item": pl.Int64, "sold_micro": pl.Int64})


class Asked(NamedTuple):
    """Of which book, at which date, as known when."""

    entity_id: int
    catalogue_id: int
    book: Book
    as_of: date
    known_seq: int


class Facts(NamedTuple):
    """What an assessment is given, the demand of each item with who says so, and what is made of what.

    Shapes: demand: item, from_on, until_on, quantity_micro, method; without rows where no rule asks for it. bills: as
            `outlets_of` takes them, of materials and products on hand. wanted: the demand for those products.
    """

    known: Known
    demand: pl.DataFrame
    bills: pl.DataFrame
    wanted: pl.DataFrame


def known_of(
    reader: Reader, asked: Asked, *, policy: InventoriesPolicy, units: pl.DataFrame, layers: pl.DataFrame
) -> Facts:
    """Read and measure what the rules of a policy ask for.

    Shapes: units: unit, item, lot, item_code, item_class, category, status, expires_on, minimum_remaining_days.
    """
    rules = {one.rule: one for one in policy.estimators}
    bills = _bills(reader, asked, policy, units)
    found = _measured(reader, asked, policy, units, has_products=not bills.is_empty())
    expected = pl.DataFrame(schema=dict.fromkeys(demand.DEMAND, pl.Int64))
    if EXCESS in rules:
        expected = _demand(reader, asked, policy, units, found, horizon_days=rules[EXCESS].horizon_days)
    days = pl.duration(days=pl.col("minimum_remaining_days"))
    described = units.select(
        "unit", "item_class", "status",
        last_saleable_on=pl.when(pl.col("minimum_remaining_days").is_not_null()).then(pl.col("expires_on") - days),
    )  # fmt: skip
    metrics = described if found is None else described.join(
        _of_units(reader, asked, policy, units, found), on="unit", how="left", maintain_order="left"
    )  # fmt: skip
    if COMPONENTS in rules:  # What components have lost, a first test says.
        metrics = metrics.with_columns(pl.lit(None, pl.Int64).alias(name) for name in LOST)
    known = Known(
        metrics=metrics,
        ages=_ages(reader, asked, layers) if AGE in rules else None,
        demand=expected.drop("method") if EXCESS in rules else None,
        groups=groups_of(units, policy=policy),
        unit_of_account=policy.unit_of_account,
    )
    products = units.join(bills.select(item="product").unique(), on="item", how="semi")
    horizon_days = rules[EXCESS].horizon_days if EXCESS in rules else 0
    wanted = _demand(reader, asked, policy, products, found, horizon_days=horizon_days)
    return Facts(known, expected, bills, wanted)


def _bills(reader: Reader, asked: Asked, policy: InventoriesPolicy, units: pl.DataFrame) -> pl.DataFrame:
    """Return the bills that hold on the date of products on hand, where relief or a rule asks for them."""
    lines = items_read.bill_lines(reader, asked.catalogue_id)
    if not policy.material_relief and COMPONENTS not in {one.rule for one in policy.estimators}:
        lines = lines.clear()
    there = units.select("item").unique()
    return (
        lines.filter(pl.col("valid_from") <= asked.as_of)
        .filter(pl.col("valid_from") == pl.col("valid_from").max().over("parent_id"))
        .join(there, left_on="parent_id", right_on="item", how="semi")
        .join(there, left_on="component_id", right_on="item", how="semi")
        .select(product="parent_id", component="component_id", batch_micro="batch_micro",
                quantity_micro="quantity_micro", scrap_micro="scrap_micro")
    )  # fmt: skip


def _measured(
    reader: Reader, asked: Asked, policy: InventoriesPolicy, units: pl.DataFrame, *, has_products: bool
) -> pl.DataFrame | None:
    """Return what the rules measure of each item on hand, or none where they measure nothing and nothing is made of it."""
    months = measuring.months_needed(policy.estimators, policy.measures)
    if months is None and not has_products:
        return None
    months = max(months or 0, policy.measures.demand_months if has_products else 0)
    ends = period_ends(asked.as_of, months)
    moves = measures.moved(reader, asked.entity_id, ends=ends, known_seq=asked.known_seq)
    return measuring.measured_by_item(
        moves=moves.join(units.select("item"), on="item", how="semi"), estimators=policy.estimators,
        measures=policy.measures, months=months, as_of=asked.as_of,
    )  # fmt: skip


def _of_units(
    reader: Reader, asked: Asked, policy: InventoriesPolicy, units: pl.DataFrame, found: pl.DataFrame
) -> pl.DataFrame:
    """Return the metrics of each unit, by item or, where a rule looks at areas, by the one area that its goods lie in."""
    columns = measuring.by_area(policy.estimators)
    named = units.select("unit", "item", "lot").with_columns(area=pl.lit(""))
    if columns:
        sound = [kind for kind, condition in CONDITIONS.items() if not condition]
        there = measures.lying(
            reader, asked.entity_id, kinds=sound, as_of=asked.as_of, known_seq=asked.known_seq
        )  # fmt: skip
        by_lot = there.filter(pl.len().over("item", "lot") == 1).rename({"area": "own"})
        by_item = there.select("item", "area").unique().filter(pl.len().over("item") == 1).rename({"area": "of_item"})
        named = (
            named.join(by_lot, on=["item", "lot"], how="left", maintain_order="left", nulls_equal=True)
            .join(by_item, on="item", how="left", maintain_order="left")
            .with_columns(area=pl.coalesce("own", "of_item", pl.lit("")))
        )
    metrics = measuring.of_units(units=named.select("unit", "item", "area"), found=found, by_area=columns)
    return metrics.drop("item", "sold_micro")


def _demand(
    reader: Reader, asked: Asked, policy: InventoriesPolicy, units: pl.DataFrame, found: pl.DataFrame | None, *,
    horizon_days: int,
) -> pl.DataFrame:  # fmt: skip
    """Return the demand for each item on hand."""
    begins, *_ = period_ends(asked.as_of, policy.measures.demand_months)
    sold = NO_SALES if found is None else found.filter(pl.col("area") == "").select("item", "sold_micro")
    return demand.demand_of(
        items=units.select("item").unique().sort("item"),
        forecasts=forecasts(reader, asked.entity_id, as_of=asked.as_of, known_seq=asked.known_seq), sold=sold,
        sold_days=(asked.as_of - begins).days, horizon_days=horizon_days, as_of=asked.as_of,
    )  # fmt: skip


def _ages(reader: Reader, asked: Asked, layers: pl.DataFrame) -> pl.DataFrame:
    """Return how much of each unit is how old."""
    there = strata_at(reader, asked.entity_id, as_of=asked.as_of, known_seq=asked.known_seq).filter(
        pl.col("owner") == ""
    )
    places = items_read.locations(reader, asked.entity_id).select(
        "location_id", condition=pl.col("kind").replace_strict(CONDITIONS, default=None, return_dtype=pl.String)
    )
    lots = items_read.lots(reader, asked.entity_id).select("item_id", "lot", "lot_id")
    named = there.join(places, on="location_id").join(lots, on=["item_id", "lot"], how="left").select(
        "received_on", "quantity_micro", "condition", item="item_id", lot="lot_id"
    )  # fmt: skip
    units = layers.select("unit", "item", "lot", "condition").unique()
    strata = named.join(units, on=["item", "lot", "condition"], nulls_equal=True)
    return ages.ages_of(left=layers.select("unit", "remaining_micro"), strata=strata, as_of=asked.as_of)
