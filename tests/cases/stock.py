"""Stock and prices of a case, through the library: what was measured, and what a flow of cost comes to.

Cases name no currency. Theirs is one with four decimals, so that a published unit cost such as 102.375 is whole; the
library reads the digits as they stand and does all of the counting.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

import lowmark
from lowmark.core.kinds.money import format_minor
from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.problems import Problem, RowProblem
from lowmark.core.kinds.quantity import format_micro, parse_micro
from lowmark.interchange.read import read_table
from lowmark.library.assess_file import assess_file
from lowmark.services.operation import File
from tests.cases.record import Figure
from tests.cases.waiting import BELOW_ZERO, Waits

CURRENCY: Final = "CLF"
AS_OF: Final = date(2026, 12, 31)
ONE: Final = Figure("1")
NOTHING: Final = Figure("0")
ALL_OF_IT: Final = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """Some goods and what they fetch: cost and price of one unit each, or of all of them."""

    quantity: str = ONE
    cost: str
    cost_is_each: bool = False
    price: str
    price_is_each: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What goods were measured at, all together: cost, net realisable value, carrying amount, write-down."""

    cost: Figure
    nrv: Figure
    carrying: Figure
    write_down: Figure


def measure(goods: Sequence[Goods], *, framework: str, cost_to_sell: str = NOTHING) -> Measured:
    """Measure goods, each row a unit of account, at the lower of cost and net realisable value.

    Raises: Waits for a price below zero.
    """
    if any(is_less(row.price, NOTHING) for row in goods):
        raise Waits(BELOW_ZERO)
    # A price of zero is no evidence: what fetches nothing is what costs all of its price to sell.
    worth = [row for row in goods if not is_zero(row.price)]
    worthless = [row for row in goods if is_zero(row.price)]
    tables = [_assessed(worth, framework, cost_to_sell), _assessed(worthless, framework, ALL_OF_IT)]
    found = pl.concat(table for table in tables if table is not None)
    assert found.filter(pl.col("finding") != "").is_empty(), found.select("item", "finding")
    sums = found.select(pl.col("cost_minor", "value_minor", "carrying_minor", "required_minor").sum())
    return Measured(*(money(minor) for minor in sums.row(0)))


def _assessed(goods: Sequence[Goods], framework: str, cost_to_sell: str) -> pl.DataFrame | None:
    """Assess goods as an auditor would: from a file of stock and one of prices."""
    if not goods:
        return None
    stock = [
        {"item": f"G{number}", "quantity": row.quantity, "unit_cost" if row.cost_is_each else "cost": row.cost}
        for number, row in enumerate(goods, start=1)
    ]
    prices = [
        {"item": f"G{number}", "quantity": row.quantity} | _price(row) for number, row in enumerate(goods, start=1)
    ]
    found = assess_file(
        on_hand=_file("stock.csv", stock, ("item", "quantity", "cost", "unit_cost")),
        prices=_file("prices.csv", prices, ("item", "quantity", "price", "amount")),
        as_of=AS_OF, currency=CURRENCY, framework=framework, cost_to_sell=cost_to_sell,
    )  # fmt: skip
    _require_read(found.problems)
    assert found.table is not None
    return found.table


def _price(row: Goods) -> dict[str, str]:
    if is_zero(row.price):
        return {"price": ONE}
    return {"price" if row.price_is_each else "amount": row.price}


def values_of(rows: Iterable[tuple[str, str]]) -> list[int]:
    """Return the value in minor units of each quantity at its unit cost, as the library reads them off a listing."""
    listing = [{"item": "G", "quantity": quantity, "unit_cost": unit_cost} for quantity, unit_cost in rows]
    file = _file("stock.csv", listing, ("item", "quantity", "unit_cost"))
    read = read_table(file_name=file.name, content=file.content, table="on_hand", currency=CURRENCY)
    _require_read(read.problems)
    return read.frame["cost_minor"].to_list()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A quantity into or out of a pool; with a unit cost it comes in."""

    pool: int
    quantity: str
    unit_cost: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """What a flow of cost came to, and which pools were short, of how much."""

    available: Figure
    issued: Figure
    on_hand: Figure
    units: Figure
    short: Mapping[int, Figure]


def flow(moves: Sequence[Moved], *, method: str) -> Flow:
    """Cost moves in their order, a day each."""
    values = iter(values_of((move.quantity, move.unit_cost) for move in moves if move.unit_cost is not None))
    table = pl.DataFrame(
        [(move.pool, place, date.fromordinal(place), place, move.unit_cost is not None, parse_micro(move.quantity),
          None if move.unit_cost is None else next(values)) for place, move in enumerate(moves, start=AS_OF.toordinal())],
        schema={"pool": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "known_seq": pl.Int64,
                "is_in": pl.Boolean, "quantity_micro": pl.Int64, "value_minor": pl.Int64}, orient="row",
    ).with_columns(
        quantity_micro=pl.when("is_in").then("quantity_micro").otherwise(pl.col("quantity_micro").neg())
    ).drop("is_in")  # fmt: skip
    costed = lowmark.cost(moves=table, method=method)
    came, went = (costed.flows.filter(pl.col("kind") == kind)["value_minor"].sum() for kind in ("receipt", "issue"))
    return Flow(
        available=money(came), issued=unsigned(money(went)), on_hand=money(costed.flows["value_minor"].sum()),
        units=Figure(format_micro(costed.flows["quantity_micro"].sum())),
        short={row["pool"]: Figure(format_micro(row["short_micro"]))
               for row in costed.refused.filter(pl.col("code") == "short").iter_rows(named=True)},
    )  # fmt: skip


def money(minor: int) -> Figure:
    """Return an amount as a figure."""
    return Figure(format_minor(minor, CURRENCY))


def unsigned(figure: str) -> Figure:
    """Return a figure without its sign."""
    return Figure(figure.removeprefix("-"))


def is_zero(figure: str) -> bool:
    """Say whether a figure is nothing."""
    return parse_price_micro(figure) == 0


def is_less(figure: str, other: str) -> bool:
    """Say whether a figure is less than another."""
    return parse_price_micro(figure) < parse_price_micro(other)


def is_of_one(figure: str, answers: Mapping[str, Any], *names: str) -> bool:
    """Say whether an input is of one unit, where the answers are of all.

    Nothing else in a case says so. A carrying amount is no more than cost, and no more than value: if it is more than
    an input, that input was of one unit. Where it is not, both readings come to the same.
    """
    return any(isinstance(answers.get(name), Figure) and is_less(figure, answers[name]) for name in names)


def _require_read(problems: Sequence[RowProblem]) -> None:
    """Raise what was wrong with a figure as the Problem that it would have been by itself."""
    if problems:
        raise Problem(problems[0].code, str(problems[0]))


def _file(name: str, rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> File:
    """Return rows as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return File(name, text.getvalue().encode())
