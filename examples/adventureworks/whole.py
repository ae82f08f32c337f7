"""Turn the AdventureWorks tables into files of Lowmark's import format: the whole company, 432 items of its count sheet.

    python -m examples.adventureworks.whole [FOLDER] [--out FOLDER] [--format csv|parquet]

Every item of the sheet is in. Those whose moves replay begin with an opening layer and have their moves; the others
come in at the count, as a layer of what was counted, and `left_out.csv` says for each why, and on which day it would
first have been short. `costs.csv` says what each layer was valued at, and on what that rests.
"""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from examples.adventureworks import documents
from examples.adventureworks.costs import purchase_units, unit_costs
from examples.adventureworks.documents import CURRENCY, OUT, PLACE, SOURCE

OPENING_ON = date(2011, 4, 1)
"""The first day of the month of the first document."""

COUNTED_ON = date(2014, 10, 31)
"""The last day of the month of the last receipt: the sheet's own dates are those of many days."""

LIST_CHANNEL = "internet"
"""Whose prices the list has: every internet sale is at the list's price of its day, no reseller's above 60.1 % of it."""

FOR_PEOPLE = ("left_out", "costs")


def prepare(source: Path) -> dict[str, pl.DataFrame]:
    """Return the files, by name: those of the import format, the count sheet, and two lists for people."""
    products = _products(source)
    moves = documents.stock_moves(source, products)
    began = _began(products, moves)
    left_out = _left_out(began, moves)
    kept = began.join(left_out, on="item", how="anti", maintain_order="left")
    at_opening = unit_costs(source, kept, OPENING_ON)
    at_count = unit_costs(source, began.join(kept, on="item", how="anti", maintain_order="left"), COUNTED_ON)
    return {
        "items": _items(products),
        "locations": pl.DataFrame({"location": [PLACE], "kind": ["stock"]}),
        "opening_layers": pl.concat([
            documents.layers(document="OPENING", on=OPENING_ON, frame=at_opening),
            documents.layers(document="COUNT", on=COUNTED_ON, frame=_counted(at_count)),
        ]),
        "stock_moves": moves.join(kept, on="item", how="semi", maintain_order="left"),
        "price_evidence": pl.concat([
            documents.price_evidence(source, products).cast({"amount": pl.Decimal(19, 6)}),
            _list_prices(source, products),
        ]),
        "count_sheet": products.select("item", quantity="on_hand"),
        "left_out": pl.concat([left_out, _not_on_the_sheet(source)]),
        "costs": _costs(at_opening, at_count),
    }  # fmt: skip


def _products(source: Path) -> pl.DataFrame:
    """Return the products of the count sheet."""
    return (
        pl.read_parquet(source / "product.parquet")
        .join(documents.counted(source), on="product_id")
        .join(documents.first_costs(source), on="product_id", how="left")
        .join(purchase_units(source), on="product_id", how="left")
        .with_columns(
            item="product_number", is_made=pl.col("make_flag") == 1, is_sold=pl.col("finished_goods_flag") == 1
        )
        .sort("item")
    )


def _items(products: pl.DataFrame) -> pl.DataFrame:
    """Return the items: what is made and sold, made, bought and sold, or bought; counted in the unit it is bought in.

    The sheet names no unit. Receipts add up in the unit of purchase, so that is what the stock is taken to be in.
    """
    sold = pl.when("is_made").then(pl.lit("finished_goods")).otherwise(pl.lit("merchandise"))
    used = pl.when("is_made").then(pl.lit("work_in_process")).otherwise(pl.lit("raw_materials"))
    family = pl.when("is_made").then(pl.lit("Parts made")).otherwise(pl.lit("Parts bought"))
    return products.select(
        "item", "name", item_class=pl.when("is_sold").then(sold).otherwise(used),
        category=pl.coalesce("subcategory", family), base_unit=pl.col("uom").fill_null("EA"),
    )  # fmt: skip


def _began(products: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return the products with what must have been there before the first move: the count less the net moves."""
    return products.join(documents.net(moves), on="item", how="left", maintain_order="left").with_columns(
        quantity=pl.col("on_hand") - pl.col("net").fill_null(0)
    )


def _left_out(began: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return the items whose moves do not replay: why, the first day on which they are short, and of how much."""
    short = documents.short(began, moves)
    below = pl.col("quantity") < 0
    said = began.join(short, on="item", how="left", maintain_order="left").filter(
        below | pl.col("short_on").is_not_null()
    )
    of_documents = {name: pl.when(~below).then(name) for name in ("document", "line")}
    return said.select(
        "item", "name",
        reason=pl.when(below).then(pl.lit("receipts exceed sales and count")).otherwise(pl.lit("more sold than there was")),
        short_on=pl.when(below).then(pl.lit(OPENING_ON)).otherwise("short_on"),
        **of_documents,
        missing=pl.when(below).then(-pl.col("quantity")).otherwise("missing_of_the_line"),
        on_hand="on_hand",
        taken=pl.when(pl.col("on_hand") > 0).then(pl.lit("at the count")).otherwise(pl.lit("nothing on hand")),
    )  # fmt: skip


def _not_on_the_sheet(source: Path) -> pl.DataFrame:
    """Return the products that the sheet does not name; whatever moved of them is not here."""
    products = pl.read_parquet(source / "product.parquet")
    others = products.join(documents.counted(source), on="product_id", how="anti").sort("product_number")
    nothing = {"short_on": pl.Date, "document": pl.String, "line": pl.String, "missing": pl.Int64, "on_hand": pl.Int64}
    return others.select(
        "name", item="product_number", reason=pl.lit("not on the count sheet"), taken=pl.lit("no"),
        **{name: pl.lit(None, dtype=type_) for name, type_ in nothing.items()},
    ).select("item", "name", "reason", *nothing, "taken")  # fmt: skip


def _counted(at_count: pl.DataFrame) -> pl.DataFrame:
    """Return what was counted of the items that come in at the count."""
    return at_count.with_columns(quantity="on_hand").filter(pl.col("quantity") > 0)


def _list_prices(source: Path, products: pl.DataFrame) -> pl.DataFrame:
    """Return the list price of every product, of the day it is from. Zero is handed on as it stands: it says nothing.

    Where there is no history, which is so of all parts, the row is of the day on which the product's record began.
    """
    history = pl.read_parquet(source / "product_list_price_history.parquet").sort("start_date")
    latest = history.group_by("product_id").agg(since=pl.col("start_date").last(), was=pl.col("list_price").last())
    listed = products.join(latest, on="product_id", how="left", maintain_order="left")
    assert listed.filter(pl.col("list_price") != pl.col("was")).is_empty()
    return listed.select(
        document=pl.lit("PRICE-LIST"),
        line="item",
        item="item",
        kind=pl.lit("price_list"),
        channel=pl.lit(LIST_CHANNEL),
        amount=pl.col("list_price").cast(pl.Decimal(19, 6)),
        quantity=pl.lit(1, dtype=pl.Int64),
        currency=pl.lit(CURRENCY),
        observed_on=pl.coalesce("since", "sell_start"),
        standing=pl.lit("source_matched"),
    )


def _costs(at_opening: pl.DataFrame, at_count: pl.DataFrame) -> pl.DataFrame:
    """Return what each item's layer was valued at, and on what that rests."""
    both = pl.concat([
        frame.select("item", "name", "on_hand", base_unit=pl.col("uom").fill_null("EA"), unit_cost="unit_cost",
                     basis="basis", layer=pl.lit(layer))
        for frame, layer in ((at_opening, "opening"), (at_count, "count"))
    ])  # fmt: skip
    return both.sort("item")


def write(tables: dict[str, pl.DataFrame], out: Path, ending: str) -> Iterator[Path]:
    """Write the tables to a folder; what people read is CSV in any case."""
    return documents.write(tables, out, ending, for_people=FOR_PEOPLE)


def lines(tables: dict[str, pl.DataFrame]) -> Iterator[str]:
    """Say what is in, what is not, and what it was valued at."""
    for part in tables["left_out"].partition_by("reason", "taken", maintain_order=True):
        row = part.row(0, named=True)
        yield f"{part.height:5,} items: {row['reason']} (taken in: {row['taken']})"
    for basis, part in sorted(tables["costs"].partition_by("basis", as_dict=True).items()):
        yield f"{part.height:5,} items cost by: {basis[0]}"


def main() -> None:
    """Prepare the files and say what is in them."""
    parser = argparse.ArgumentParser(description="AdventureWorks in Lowmark's import format")
    parser.add_argument("source", nargs="?", type=Path, default=SOURCE, help="folder of the AdventureWorks tables")
    parser.add_argument("--out", type=Path, default=OUT / "whole", help="folder to write to")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    asked = parser.parse_args()
    tables = prepare(asked.source)
    for (name, frame), path in zip(tables.items(), write(tables, asked.out, asked.format), strict=True):
        print(f"{name:15} {frame.height:7,} rows  {path}")
    print("\n".join(lines(tables)))


if __name__ == "__main__":
    main()
