"""Read the AdventureWorks tables as documents in Lowmark's import format: moves, prices, and what cannot be replayed.

Before this: the tables as Parquet (README.md says which). After this: `prepare` for the bikes, `whole` for the company.
*Products* are a frame with product_id, item, name, on_hand and first_cost; each function takes those it is asked for.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round

HERE = Path(__file__).resolve()
SOURCE = HERE.parents[3] / "shared" / "data" / "adventureworks"
OUT = HERE.parents[2] / "var" / "adventureworks"

WINDOW_DAYS = 90
PLACE = "Warehouse"
CURRENCY = "USD"

# The kinds of documents: their prefix, where the goods come from, where they go, and why.
KINDS = pl.DataFrame(
    [
        ("P", "PO-", "vendor", PLACE, "purchase"),
        ("W", "WO-", "production", PLACE, "production_receipt"),
        ("S", "SO-", PLACE, "customer", "sale"),
    ],
    schema=["move_type", "prefix", "from_location", "to_location", "reason"],
    orient="row",
)


def counted(source: Path) -> pl.DataFrame:
    """Return what the count sheet holds of each product, places together."""
    sheet = pl.read_parquet(source / "product_inventory.parquet")
    return sheet.group_by("product_id").agg(on_hand=pl.col("quantity").sum())


def first_costs(source: Path) -> pl.DataFrame:
    """Return the first standard cost of each product."""
    history = pl.read_parquet(source / "product_cost_history.parquet").sort("start_date")
    return history.group_by("product_id").agg(first_cost=pl.col("standard_cost").first())


def stock_moves(source: Path, products: pl.DataFrame) -> pl.DataFrame:
    """Return what was bought, made and sold of the products, by physical day; of one day, what came in stands first.

    A purchase brings in what was stocked of it at its own price, a work order what it stocked at the standard cost of
    that day (or the first, where the history begins later); a sale goes out. Document and line are the order's own;
    internet lines have no number of their own, so they are numbered within their order by product. A purchase line of
    which nothing was stocked is no move.
    """
    derived = pl.read_parquet(source / "stock_moves_derived.parquet").filter(pl.col("qty_signed") != 0)
    numbered = derived.with_columns(
        pl.int_range(pl.len()).over("move_type", "ref_order_id", "product_id", "channel").alias("again"),
    ).join(
        numbered_lines(source), left_on=["ref_order_id", "product_id", "channel", "again"],
        right_on=["sales_order_id", "product_id", "channel", "again"], how="left", maintain_order="left",
    )  # fmt: skip
    of_ours = numbered.join(products.select("product_id", "item", "first_cost"), on="product_id").join(
        KINDS, on="move_type"
    )
    comes_in = pl.col("to_location") == PLACE
    ordered = of_ours.with_columns(
        document=pl.col("prefix") + pl.col("ref_order_id").cast(pl.String),
        line=pl.when(pl.col("move_type") == "W").then(pl.lit("1"))
        .otherwise(pl.coalesce("line", pl.col("ref_line_id").cast(pl.String))),
        quantity=pl.col("qty_signed").abs().cast(pl.Int64),
        unit_cost=pl.when(pl.col("move_type") == "P").then("document_unit_amount")
        .when(comes_in).then(pl.coalesce("std_cost_at_date", "first_cost", pl.lit(Decimal(0)))),
    ).sort("physical_date", ~comes_in, "ref_order_id", pl.col("line").cast(pl.Int64))  # fmt: skip
    assert ordered["quantity"].min() > 0
    return ordered.select(
        "document", "line", "item", "from_location", "to_location", "reason", "quantity",
        value=value("quantity", "unit_cost", ordered), effective_on="physical_date",
    )  # fmt: skip


def numbered_lines(source: Path) -> pl.DataFrame:
    """Return the line of each sale: the detail's number, or its place in the order by product where it has none."""
    sales = pl.read_parquet(source / "sales_order_line.parquet")
    place = pl.struct("product_id").rank("ordinal").over("sales_order_id", "channel")
    return sales.select(
        "sales_order_id",
        "product_id",
        "channel",
        pl.int_range(pl.len()).over("sales_order_id", "product_id", "channel").alias("again"),
        line=pl.coalesce("sales_order_detail_id", place.cast(pl.Int64)).cast(pl.String),
    )


def value(quantity: str, unit_cost: str, frame: pl.DataFrame) -> pl.Series:
    """Return quantity times unit cost (four decimals) as an amount of two decimals, rounded once, half to even."""
    pairs = zip(frame[quantity].to_list(), frame[unit_cost].to_list(), strict=True)
    cents = [None if cost is None else multiply_divide_round(units, int(cost.scaleb(4)), 100) for units, cost in pairs]
    amounts = [None if amount is None else Decimal(amount).scaleb(-2) for amount in cents]
    return pl.Series(amounts, dtype=pl.Decimal(18, 2))


def layers(*, document: str, on: date, frame: pl.DataFrame) -> pl.DataFrame:
    """Return opening layers of a day: the quantity of each item at its unit cost."""
    return frame.select(
        document=pl.lit(document),
        line=pl.int_range(1, pl.len() + 1).cast(pl.String),
        item="item",
        location=pl.lit(PLACE),
        quantity="quantity",
        value=value("quantity", "unit_cost", frame),
        received_on=pl.lit(on),
        opening_on=pl.lit(on),
    )


def signed() -> pl.Expr:
    """Return what a move does to the stock."""
    return pl.when(pl.col("from_location") == PLACE).then(-pl.col("quantity")).otherwise("quantity")


def net(moves: pl.DataFrame) -> pl.DataFrame:
    """Return what the moves come to, item by item."""
    return moves.group_by("item").agg(net=signed().sum())


def short(began: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return the items of which more went out than there was: the first such move, and what is missing that evening.

    Shapes: `began`: item, quantity. Out: item, short_on, document, line, missing_of_the_line, missing_that_evening.
    """
    from_the_first = moves.join(began.select("item", began="quantity"), on="item", maintain_order="left")
    run = from_the_first.with_columns(held=pl.col("began") + signed().cum_sum().over("item"))
    lacking = run.with_columns(evening=pl.col("held").last().over("item", "effective_on")).filter(pl.col("held") < 0)
    return lacking.group_by("item", maintain_order=True).first().select(
        "item", "document", "line", short_on="effective_on", missing_of_the_line=-pl.col("held"),
        missing_that_evening=-pl.col("evening"),
    )  # fmt: skip


def price_evidence(source: Path, products: pl.DataFrame) -> pl.DataFrame:
    """Return the sales of each product and channel in the 90 days up to its last sale there, by order date."""
    sales = pl.read_parquet(source / "sales_order_line.parquet")
    lines = numbered_lines(source)
    assert lines["sales_order_id"].equals(sales["sales_order_id"])
    of_ours = sales.with_columns(lines["line"]).join(products.select("product_id", "item"), on="product_id")
    last = pl.col("order_date").max().over("item", "channel")
    recent = of_ours.filter(pl.col("order_date") >= last - pl.duration(days=WINDOW_DAYS))
    return recent.sort("order_date", "sales_order_id", pl.col("line").cast(pl.Int64)).select(
        document=pl.lit("SO-") + pl.col("sales_order_id").cast(pl.String),
        line="line",
        item="item",
        kind=pl.lit("recent_sale"),
        channel="channel",
        amount="line_total",
        quantity="qty",
        currency=pl.lit(CURRENCY),
        observed_on="order_date",
        standing=pl.lit("source_matched"),
    )


def write(tables: dict[str, pl.DataFrame], out: Path, ending: str, *, for_people: tuple[str, ...]) -> Iterator[Path]:
    """Write the tables to a folder; those for people are CSV in any case."""
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        if ending == "parquet" and name not in for_people:
            frame.write_parquet(out / f"{name}.parquet")
            yield out / f"{name}.parquet"
        else:
            frame.write_csv(out / f"{name}.csv")
            yield out / f"{name}.csv"
