"""Find what a unit of each product cost on a day: what was paid nearest to it, or what the tables have instead.

Before this: the tables as Parquet. After this: `whole`, which needs a cost for stock that no document brought in.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

# What a unit cost may rest on, the best first.
BASES = ("purchase", "standard", "materials", "none")


def unit_costs(source: Path, products: pl.DataFrame, on: date) -> pl.DataFrame:
    """Return the products with `unit_cost` on a day and the `basis` it rests on, one of `BASES`.

    Domain: the price of the last purchase up to that day, or of the first after it; failing that the standard cost of
            the day, or the first where the history begins later, or the record's own where there is no history;
            failing that what the materials of one unit cost, where its bill counts them in the unit in which they are
            bought; failing that zero, with basis `none`.
    """
    bought = _nearest(_purchases(source), on).rename({"cost": "purchase"})
    standard = _nearest(_standards(source), on).rename({"cost": "standard"})
    costed = (
        products.join(bought, on="product_id", how="left", maintain_order="left")
        .join(standard, on="product_id", how="left", maintain_order="left")
        .join(_materials(source, bought), on="product_id", how="left", maintain_order="left")
    )
    found = list(BASES[:-1])
    said = pl.coalesce(pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in found)
    return costed.with_columns(
        unit_cost=pl.coalesce(*found, pl.lit(Decimal(0), dtype=pl.Decimal(19, 4))),
        basis=said.fill_null(BASES[-1]),
    ).drop(found)


def purchase_units(source: Path) -> pl.DataFrame:
    """Return the unit that each product is bought in; its vendors agree on it."""
    vendors = pl.read_parquet(source / "product_vendor.parquet")
    units = vendors.select("product_id", "uom").unique()
    assert units["product_id"].is_unique().all()
    return units


def _purchases(source: Path) -> pl.DataFrame:
    """Return what was paid for a unit, by day; of one day, the line with the highest number."""
    orders = pl.read_parquet(source / "purchase_order_line.parquet").sort("order_date", "po_detail_id")
    last = orders.group_by("product_id", "order_date", maintain_order=True).last()
    return last.select("product_id", day="order_date", cost="unit_price")


def _standards(source: Path) -> pl.DataFrame:
    """Return the standard costs by the day from which they hold. Zero stands for none, in the product's own record."""
    history = pl.read_parquet(source / "product_cost_history.parquet")
    record = pl.read_parquet(source / "product.parquet").filter(pl.col("standard_cost") > 0)
    without = record.join(history, on="product_id", how="anti")
    return pl.concat(
        [
            history.select("product_id", day="start_date", cost="standard_cost"),
            without.select("product_id", day="sell_start", cost="standard_cost"),
        ]
    )


def _nearest(known: pl.DataFrame, on: date) -> pl.DataFrame:
    """Return the cost last known up to a day, or else the first after it."""
    in_order = known.sort("day")
    up_to = in_order.filter(pl.col("day") <= on).group_by("product_id", maintain_order=True).last()
    after = in_order.filter(pl.col("day") > on).group_by("product_id", maintain_order=True).first()
    rest = after.join(up_to, on="product_id", how="anti")
    return pl.concat([up_to, rest]).select("product_id", "cost")


def _materials(source: Path, bought: pl.DataFrame) -> pl.DataFrame:
    """Return what the materials of one unit cost, for products whose whole bill is bought in the unit it counts in.

    Many bills count single pieces of what is bought by the carton, and nothing says how many a carton holds: such a
    bill gives no cost.
    """
    bill = pl.read_parquet(source / "bill_of_materials.parquet").filter(
        pl.col("end_date").is_null(), pl.col("assembly_id").is_not_null()
    )
    priced = bill.join(bought, left_on="component_id", right_on="product_id", how="left").join(
        purchase_units(source).rename({"uom": "bought_in"}), left_on="component_id", right_on="product_id", how="left"
    )
    counts = (pl.col("uom") == pl.col("bought_in")).fill_null(value=False) & pl.col("purchase").is_not_null()
    summed = priced.group_by(product_id="assembly_id").agg(
        whole=counts.all(), materials=(pl.col("per_assembly_qty") * pl.col("purchase")).sum().cast(pl.Decimal(19, 4))
    )
    return summed.filter("whole").drop("whole")
