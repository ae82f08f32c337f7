"""Turn the AdventureWorks tables into files of Lowmark's import format: the 97 bikes, their moves and their prices.

    python -m examples.adventureworks.prepare [FOLDER] [--out FOLDER] [--format csv|parquet]

FOLDER holds the tables as Parquet (README.md says which). Nothing is made up but the opening layer of each bike, which
is what was on hand at the end less what the moves explain; and nothing is dropped without being listed: bikes whose
moves cannot be replayed are in `left_out.csv`, with the day and the quantity that is missing.
"""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from examples.adventureworks import documents
from examples.adventureworks.documents import OUT, PLACE, SOURCE

OPENING_ON = date(2011, 5, 31)
"""The first day of the cost history, a week before the first move of any bike."""


def prepare(source: Path) -> dict[str, pl.DataFrame]:
    """Return the files, by name: those of the import format, `on_hand` for a test without a database, `left_out`."""
    bikes = _bikes(source)
    moves = documents.stock_moves(source, bikes)
    opening = _opening(bikes, moves)
    left_out = _left_out(bikes, opening, moves)
    kept = bikes.join(left_out, on="item", how="anti", maintain_order="left")
    return {
        "items": _items(bikes),
        "locations": pl.DataFrame({"location": [PLACE], "kind": ["stock"]}),
        "opening_layers": opening.join(kept, on="item", how="semi", maintain_order="left"),
        "stock_moves": moves.join(kept, on="item", how="semi", maintain_order="left"),
        "price_evidence": documents.price_evidence(source, bikes),
        "on_hand": bikes.select("item", quantity="on_hand", unit_cost="standard_cost"),
        "left_out": left_out,
    }


def everything(source: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the opening layers and moves of all 97 bikes, those that cannot be replayed included."""
    bikes = _bikes(source)
    moves = documents.stock_moves(source, bikes)
    return _opening(bikes, moves), moves


def _bikes(source: Path) -> pl.DataFrame:
    """Return the bikes in stock: code, name, family, standard cost now and first, quantity of the count sheet."""
    on_hand = documents.counted(source).filter(pl.col("on_hand") > 0)
    return (
        pl.read_parquet(source / "product.parquet")
        .filter(pl.col("category") == "Bikes")
        .join(on_hand, on="product_id")
        .join(documents.first_costs(source), on="product_id", how="left")
        .select("product_id", "name", "subcategory", "standard_cost", "first_cost", "on_hand", item="product_number")
        .sort("item")
    )


def _items(bikes: pl.DataFrame) -> pl.DataFrame:
    return bikes.select(
        "item", "name", item_class=pl.lit("finished_goods"), category="subcategory", base_unit=pl.lit("EA")
    )


def _opening(bikes: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return what must have been there: the count less the net moves, at each bike's first standard cost."""
    there = bikes.join(documents.net(moves), on="item", maintain_order="left").with_columns(
        quantity=pl.col("on_hand") - pl.col("net"), unit_cost="first_cost"
    )
    assert there.height == bikes.height
    assert there["quantity"].min() > 0
    return documents.layers(document="OPENING", on=OPENING_ON, frame=there)


def _left_out(bikes: pl.DataFrame, opening: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return the bikes of which more was sold than there was: the first such sale, and what is missing that evening."""
    found = documents.short(opening, moves).join(bikes.select("item", "name", "on_hand"), on="item")
    return found.join(opening.select("item", opening="quantity"), on="item").sort("item").select(
        "item", "name", "short_on", "document", "line", "missing_of_the_line", "missing_that_evening", "opening",
        "on_hand",
    )  # fmt: skip


def write(tables: dict[str, pl.DataFrame], out: Path, ending: str) -> Iterator[Path]:
    """Write the tables to a folder; what is left out is CSV in any case, for people."""
    return documents.write(tables, out, ending, for_people=("left_out",))


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
