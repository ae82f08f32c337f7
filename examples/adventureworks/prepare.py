"""Turn the AdventureWorks tables into files of Lowmark's import format: the 97 bikes, their moves and their prices.

    python examples/adventureworks/prepare.py [FOLDER] [--out FOLDER] [--format csv|parquet]

FOLDER holds the tables as Parquet (README.md says which). Nothing is made up but the opening layer of each bike, which
is what was on hand at the end less what the moves explain; and nothing is dropped without being listed: bikes whose
moves cannot be replayed are in `left_out.csv`, with the day and the quantity that is missing.
"""

import argparse
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round

HERE = Path(__file__).resolve()
SOURCE = HERE.parents[3] / "shared" / "data" / "adventureworks"
OUT = HERE.parents[2] / "var" / "adventureworks"

OPENING_ON = date(2011, 5, 31)
"""The first day of the cost history, a week before the first move of any bike."""

WINDOW_DAYS = 90
PLACE = "Warehouse"
CURRENCY = "USD"


def prepare(source: Path) -> dict[str, pl.DataFrame]:
    """Return the files, by name: those of the import format, `on_hand` for a test without a database, `left_out`."""
    bikes = _bikes(source)
    moves = _moves(source, bikes)
    opening = _opening(source, bikes, moves)
    left_out = _left_out(bikes, opening, moves)
    kept = bikes.join(left_out, on="item", how="anti", maintain_order="left")
    return {
        "items": _items(bikes),
        "locations": pl.DataFrame({"location": [PLACE], "kind": ["stock"]}),
        "opening_layers": opening.join(kept, on="item", how="semi", maintain_order="left"),
        "stock_moves": moves.join(kept, on="item", how="semi", maintain_order="left"),
        "price_evidence": _price_evidence(source, bikes),
        "on_hand": bikes.select("item", quantity="on_hand", unit_cost="standard_cost"),
        "left_out": left_out,
    }


def everything(source: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the opening layers and moves of all 97 bikes, those that cannot be replayed included."""
    bikes = _bikes(source)
    moves = _moves(source, bikes)
    return _opening(source, bikes, moves), moves


def _bikes(source: Path) -> pl.DataFrame:
    """Return the bikes in stock: code, name, family, standard cost now, and the quantity of the count sheet."""
    on_hand = (
        pl.read_parquet(source / "product_inventory.parquet")
        .group_by("product_id")
        .agg(on_hand=pl.col("quantity").sum())
    )
    return (
        pl.read_parquet(source / "product.parquet")
        .filter(pl.col("category") == "Bikes")
        .join(on_hand.filter(pl.col("on_hand") > 0), on="product_id")
        .select("product_id", "name", "subcategory", "standard_cost", "on_hand", item="product_number")
        .sort("item")
    )


def _items(bikes: pl.DataFrame) -> pl.DataFrame:
    return bikes.select(
        "item", "name", item_class=pl.lit("finished_goods"), category="subcategory", base_unit=pl.lit("EA")
    )


def _moves(source: Path, bikes: pl.DataFrame) -> pl.DataFrame:
    """Return what was made and sold, by physical day; of one day, what came in stands first.

    A work order brings in what it stocked, at the standard cost of that day; a sale goes out. Document and line are
    the order's own; internet lines have no number of their own, so they are numbered within their order by product.
    """
    derived = pl.read_parquet(source / "stock_moves_derived.parquet").filter(pl.col("move_type").is_in(["W", "S"]))
    lines = _numbered_lines(source)
    numbered = derived.with_columns(
        pl.int_range(pl.len()).over("ref_order_id", "product_id", "channel").alias("again"),
    ).join(
        lines, left_on=["ref_order_id", "product_id", "channel", "again"],
        right_on=["sales_order_id", "product_id", "channel", "again"], how="left", maintain_order="left",
    )  # fmt: skip
    of_bikes = numbered.join(bikes.select("product_id", "item"), on="product_id")
    is_made = pl.col("move_type") == "W"
    ordered = of_bikes.with_columns(
        document=pl.when(is_made).then(pl.lit("WO-")).otherwise(pl.lit("SO-")) + pl.col("ref_order_id").cast(pl.String),
        line=pl.when(is_made).then(pl.lit("1")).otherwise("line"),
        quantity=pl.col("qty_signed").abs().cast(pl.Int64),
    ).sort("physical_date", ~is_made, "ref_order_id", pl.col("line").cast(pl.Int64))
    assert ordered["quantity"].min() > 0
    return ordered.select(
        "document",
        "line",
        "item",
        from_location=pl.when(is_made).then(pl.lit("production")).otherwise(pl.lit(PLACE)),
        to_location=pl.when(is_made).then(pl.lit(PLACE)).otherwise(pl.lit("customer")),
        reason=pl.when(is_made).then(pl.lit("production_receipt")).otherwise(pl.lit("sale")),
        quantity="quantity",
        value=pl.when(is_made).then(_value("quantity", "std_cost_at_date", ordered)),
        effective_on="physical_date",
    )


def _numbered_lines(source: Path) -> pl.DataFrame:
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


def _value(quantity: str, unit_cost: str, frame: pl.DataFrame) -> pl.Series:
    """Return quantity times unit cost (four decimals) as an amount of two decimals, rounded once, half to even."""
    pairs = zip(frame[quantity].to_list(), frame[unit_cost].to_list(), strict=True)
    cents = [multiply_divide_round(units, int(cost.scaleb(4)), 100) for units, cost in pairs]
    return pl.Series([Decimal(amount).scaleb(-2) for amount in cents], dtype=pl.Decimal(18, 2))


def _opening(source: Path, bikes: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return what must have been there: the count less the net moves, at each bike's first standard cost."""
    first = (
        pl.read_parquet(source / "product_cost_history.parquet")
        .sort("start_date")
        .group_by("product_id")
        .agg(first_cost=pl.col("standard_cost").first())
    )
    layers = (
        bikes.join(first, on="product_id", maintain_order="left")
        .join(_net(moves), on="item", maintain_order="left")
        .with_columns(quantity=pl.col("on_hand") - pl.col("net"))
    )
    assert layers.height == bikes.height
    assert layers["quantity"].min() > 0
    return layers.select(
        document=pl.lit("OPENING"),
        line=pl.int_range(1, pl.len() + 1).cast(pl.String),
        item="item",
        location=pl.lit(PLACE),
        quantity="quantity",
        value=_value("quantity", "first_cost", layers),
        received_on=pl.lit(OPENING_ON),
        opening_on=pl.lit(OPENING_ON),
    )


def _signed() -> pl.Expr:
    return pl.when(pl.col("from_location") == PLACE).then(-pl.col("quantity")).otherwise("quantity")


def _net(moves: pl.DataFrame) -> pl.DataFrame:
    return moves.group_by("item").agg(net=_signed().sum())


def _left_out(bikes: pl.DataFrame, opening: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return the bikes of which more was sold than there was: the first such sale, and what is missing that evening."""
    began = moves.join(opening.select("item", began="quantity"), on="item", maintain_order="left")
    run = began.with_columns(held=pl.col("began") + _signed().cum_sum().over("item"))
    short = run.with_columns(evening=pl.col("held").last().over("item", "effective_on")).filter(pl.col("held") < 0)
    first = short.group_by("item", maintain_order=True).first()
    return first.join(bikes.select("item", "name", "on_hand"), on="item").sort("item").select(
        "item", "name", short_on="effective_on", document="document", line="line", missing_of_the_line=-pl.col("held"),
        missing_that_evening=-pl.col("evening"), opening="began", on_hand="on_hand",
    )  # fmt: skip


def _price_evidence(source: Path, bikes: pl.DataFrame) -> pl.DataFrame:
    """Return the sales of each bike and channel in the 90 days up to its last sale there, by order date."""
    sales = pl.read_parquet(source / "sales_order_line.parquet")
    lines = _numbered_lines(source)
    assert lines["sales_order_id"].equals(sales["sales_order_id"])
    of_bikes = sales.with_columns(lines["line"]).join(bikes.select("product_id", "item"), on="product_id")
    last = pl.col("order_date").max().over("item", "channel")
    recent = of_bikes.filter(pl.col("order_date") >= last - pl.duration(days=WINDOW_DAYS))
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


def write(tables: dict[str, pl.DataFrame], out: Path, ending: str) -> Iterator[Path]:
    """Write the tables to a folder; what is left out is CSV in any case, for people."""
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        if ending == "parquet" and name != "left_out":
            frame.write_parquet(out / f"{name}.parquet")
            yield out / f"{name}.parquet"
        else:
            frame.write_csv(out / f"{name}.csv")
            yield out / f"{name}.csv"


def main() -> None:
    """Prepare the files and say what is in them."""
    parser = argparse.ArgumentParser(description="AdventureWorks' bikes in Lowmark's import format")
    parser.add_argument("source", nargs="?", type=Path, default=SOURCE, help="folder of the AdventureWorks tables")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write to")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    asked = parser.parse_args()
    tables = prepare(asked.source)
    for (name, frame), path in zip(tables.items(), write(tables, asked.out, asked.format), strict=True):
        print(f"{name:15} {frame.height:7,} rows  {path}")
    for row in tables["left_out"].iter_rows(named=True):
        print("left out: {name} ({item}), short of {missing_that_evening} on {short_on}".format(**row))


if __name__ == "__main__":
    main()
