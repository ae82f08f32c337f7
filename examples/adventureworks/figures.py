"""Work out the figures of README.md from the prepared files, through the library and without a database.

    python examples/adventureworks/figures.py [FOLDER]

FOLDER is where `prepare.py` wrote the files, CSV or Parquet. Every figure can be checked by hand: a standard cost times
a count, and an average of listed sales less five percent.
"""

import argparse
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl

import lowmark
from lowmark.core.kinds.money import present_minor
from lowmark.interchange import read_table

OUT = Path(__file__).resolve().parents[2] / "var" / "adventureworks"
CURRENCY = "USD"
AS_OF = date(2014, 6, 30)
COST_TO_SELL = "5 %"


@dataclass(frozen=True, slots=True)
class Tested:
    """A test of the bikes against the sales of one channel.

    Units:  minor units. ``required_minor`` is the sum of what each bike needs, each rounded to a cent, as it would be
            posted; ``shortfall`` is the same sum with net realisable values unrounded.
    """

    channel: str
    n_tested: int
    n_priced: int
    n_below_cost: int
    cost_minor: int
    required_minor: int
    shortfall: Fraction


def read(folder: Path, table: str) -> pl.DataFrame:
    """Read one of the files, which must be without fault."""
    path = next(path for ending in ("csv", "parquet") if (path := folder / f"{table}.{ending}").exists())
    found = read_table(file_name=path.name, content=path.read_bytes(), table=table, currency=CURRENCY)
    assert not found.problems, found.problems
    return found.frame


def replay(opening: pl.DataFrame, moves: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cost the moves by FIFO: what is on hand of each bike at the end, and the sales for which there was no stock.

    Shapes: on hand: item, quantity_micro, cost_minor. Refused: item, document, line, accounting_on, short_micro, code.
    """
    both = pl.concat([
        opening.select("item", "document", "line", "quantity_micro", "value_minor", accounting_on="opening_on"),
        moves.select(
            "item",
            "document",
            "line",
            pl.when(pl.col("to_location") == "customer").then(-pl.col("quantity_micro")).otherwise("quantity_micro"),
            "value_minor",
            "accounting_on",
        ),
    ])  # fmt: skip
    numbered = both.with_columns(
        pool=pl.col("item").rank("dense").cast(pl.Int64), move=pl.int_range(pl.len()), known_seq=pl.int_range(pl.len())
    )
    costed = lowmark.cost(moves=numbered)
    names = numbered.select("pool", "item").unique()
    on_hand = costed.flows.group_by("pool").agg(pl.col("quantity_micro", "value_minor").sum()).join(names, on="pool")
    said = numbered.select("move", "item", "document", "line")
    refused = costed.refused.join(said, on="move", maintain_order="left")
    return (
        on_hand.sort("item").select("item", "quantity_micro", cost_minor="value_minor"),
        refused.select("item", "document", "line", "accounting_on", "short_micro", "code"),
    )


def measure(on_hand: pl.DataFrame, prices: pl.DataFrame, channel: str) -> Tested:
    """Test the bikes on hand against the recent sales of one channel, less the cost to sell."""
    found = lowmark.assess_on_hand(
        on_hand=on_hand,
        prices=prices,
        as_of=AS_OF,
        currency=CURRENCY,
        channel=channel,
        cost_to_sell=COST_TO_SELL,
    )
    priced = found.filter(pl.col("value_minor").is_not_null())
    shortfalls = [max(Fraction(0), row["cost_minor"] - _unrounded_value(row)) for row in priced.iter_rows(named=True)]
    return Tested(
        channel=channel,
        n_tested=found.height,
        n_priced=priced.height,
        n_below_cost=found.filter(pl.col("required_minor") > 0).height,
        cost_minor=found["cost_minor"].sum(),
        required_minor=found["required_minor"].sum(),
        shortfall=sum(shortfalls, Fraction(0)),
    )


def _unrounded_value(row: dict[str, int]) -> Fraction:
    """Return the net realisable value in minor units: the net amount of the evidence, for the quantity on hand."""
    net_minor = Fraction(row["net_amount_micro"], 10_000)
    return net_minor * row["quantity_micro"] / row["evidence_quantity_micro"]


def lines(folder: Path) -> list[str]:
    """Return the figures in words."""
    prices, counted = read(folder, "price_evidence"), read(folder, "on_hand")
    held, refused = replay(read(folder, "opening_layers"), read(folder, "stock_moves"))
    differing = held.join(counted, on="item").filter(pl.col("quantity_micro") != pl.col("quantity_micro_right"))
    ends = f"{differing.height} that end elsewhere than the count"
    said = [f"replayed: {held.height} bikes, {refused.height} sales without stock, {ends}"]
    for name, on_hand in (("standard cost", counted), ("FIFO cost", held)):
        for channel in ("reseller", "internet"):
            tested = measure(on_hand, prices, channel)
            said.append(
                f"at {name}, {channel} prices: {tested.n_below_cost} of {tested.n_priced} below cost of "
                f"{_shown(tested.cost_minor)} ({tested.n_tested} bikes); short by {_shown(round(tested.shortfall))}, "
                f"rounded bike by bike {_shown(tested.required_minor)}"
            )
    return said


def _shown(minor: int) -> str:
    return present_minor(minor, CURRENCY)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="the figures of the AdventureWorks example")
    parser.add_argument("folder", nargs="?", type=Path, default=OUT, help="folder that prepare.py wrote to")
    print("\n".join(lines(parser.parse_args().folder)))


if __name__ == "__main__":
    main()
