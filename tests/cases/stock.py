"""Stock and prices of a case, through the library: what was measured, and what a flow of cost comes to.

Cases name no currency. Theirs is one with four decimals, so that a published unit cost such as 102.375 is whole; the
library reads the digits as they stand and does all of the counting.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

import lowmark
from lowmark.core.frameworks.resolve import resolve
from lowmark.core.kinds.money import format_minor
from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.problems import Problem, RowProblem
from lowmark.core.kinds.quantity import format_micro, parse_micro
from lowmark.frameworks.read import read_framework
from lowmark.interchange.read import read_table
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
    """Some goods and what they fetch: cost and price of one unit each, or of all of them.

    What it costs to complete them is of what the price is of, unless it says otherwise. A contract has a price of one
    unit. Goods may have a share of their price of their own that it costs to sell them.
    """

    quantity: str = ONE
    cost: str
    cost_is_each: bool = False
    price: str | None
    price_is_each: bool = False
    cost_to_complete: str | None = None
    completing_is_each: bool | None = None
    cost_to_sell: str | None = None
    condition: str = ""
    contract_quantity: str | None = None
    contract_price: str | None = None


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
    if any(row.price is not None and is_less(row.price, NOTHING) for row in goods):
        raise Waits(BELOW_ZERO)
    by_rate: dict[str, list[Goods]] = {}
    for row in goods:
        # A price of zero is no evidence: what fetches nothing is what costs all of its price to sell.
        worthless = row.price is not None and is_zero(row.price)
        by_rate.setdefault(ALL_OF_IT if worthless else row.cost_to_sell or cost_to_sell, []).append(row)
    found = pl.concat(_assessed(rows, framework, rate) for rate, rows in by_rate.items())
    unsaid = any(row.price is None for row in goods)
    assert found.filter(~pl.col("finding").is_in(["", "no_evidence" if unsaid else ""])).is_empty(), found
    sums = found.select(pl.col("cost_minor", "value_minor", "carrying_minor", "required_minor").sum())
    return Measured(*(money(minor) for minor in sums.row(0)))


def _assessed(goods: Sequence[Goods], framework: str, cost_to_sell: str) -> pl.DataFrame:
    """Assess goods, those in a condition apart from the sound ones."""
    stock, prices = _frames(goods)
    conditions = pl.DataFrame({"item": _names(goods), "condition": [row.condition for row in goods]})
    return lowmark.assess_on_hand(
        on_hand=stock.join(conditions, on="item"), prices=prices.join(conditions, on="item"), as_of=AS_OF,
        currency=CURRENCY, framework=framework, cost_to_sell=cost_to_sell,
    )  # fmt: skip


def tiers_of(goods: Goods, *, framework: str) -> Mapping[str, Figure]:
    """Return what the tiers of some goods are carried at, by what they are for."""
    stock, prices = _frames([goods])
    policy = resolve(framework=framework, tree=read_framework(framework), facts=[], on=AS_OF).policy
    key = {"item": pl.lit(1), "lot": pl.lit(None, pl.Int64), "condition": pl.lit("")}
    found = lowmark.assess(
        units=stock.select("quantity_micro", "cost_minor", unit=pl.lit(1), expires_on=pl.lit(None, pl.Date),
                           held_minor=pl.lit(0), **key),
        evidence=prices.with_row_index("evidence").with_columns(**key),
        policy=policy, as_of=AS_OF, currency=CURRENCY, channel="",
    )  # fmt: skip
    return {kind: money(minor) for kind, minor in found.tiers.select("kind", "lower_minor").rows()}


def _names(goods: Sequence[Goods]) -> list[str]:
    return [f"G{number}" for number, _ in enumerate(goods, start=1)]


def _frames(goods: Sequence[Goods]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read goods as an auditor would: from a file of stock and one of prices."""
    named = list(zip(_names(goods), goods, strict=True))
    stock = [
        {"item": name, "quantity": row.quantity, "unit_cost" if row.cost_is_each else "cost": row.cost}
        for name, row in named
    ]
    prices = [{"item": name} | price for name, row in named for price in _prices(row)]
    files = {
        "on_hand": _file("stock.csv", stock, ("item", "quantity", "cost", "unit_cost")),
        "prices": _file("prices.csv", prices, ("item", "kind", "quantity", "price", "amount")),
    }
    read = {
        table: read_table(file_name=file.name, content=file.content, table=table, currency=CURRENCY)
        for table, file in files.items()
    }
    for table in read.values():
        _require_read(table.problems)
    quoted = read["prices"].frame.with_columns(pl.col("observed_on").fill_null(AS_OF)).drop("condition", strict=False)
    return read["on_hand"].frame, quoted


def _prices(row: Goods) -> Iterator[dict[str, str]]:
    """Yield what is known of the price of some goods, and of what they still cost."""
    of = "price" if row.price_is_each else "amount"
    if row.price is not None and is_zero(row.price):
        yield {"kind": "price_list", "quantity": row.quantity, "price": ONE}
    elif row.price is not None:
        yield {"kind": "price_list", "quantity": row.quantity, of: row.price}
    if row.cost_to_complete is not None:
        is_each = row.price_is_each if row.completing_is_each is None else row.completing_is_each
        yield {
            "kind": "cost_to_complete",
            "quantity": row.quantity,
            "price" if is_each else "amount": row.cost_to_complete,
        }
    if row.contract_price is not None and row.contract_quantity is not None:
        yield {"kind": "firm_contract", "quantity": row.contract_quantity, "price": row.contract_price}


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
    """Cost moves in their order, a day each, all of one period."""
    values = iter(values_of((move.quantity, move.unit_cost) for move in moves if move.unit_cost is not None))
    table = pl.DataFrame(
        [(move.pool, place, date.fromordinal(place), place, move.unit_cost is not None, parse_micro(move.quantity),
          None if move.unit_cost is None else next(values)) for place, move in enumerate(moves, start=AS_OF.toordinal())],
        schema={"pool": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "known_seq": pl.Int64,
                "is_in": pl.Boolean, "quantity_micro": pl.Int64, "value_minor": pl.Int64}, orient="row",
    ).with_columns(
        quantity_micro=pl.when("is_in").then("quantity_micro").otherwise(pl.col("quantity_micro").neg())
    ).with_columns(period=pl.lit(1)).drop("is_in")  # fmt: skip
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


def rate(figure: str) -> str:
    """Return a share as text; what is more than all of it is a percentage.

    >>> rate("0.1"), rate("10")
    ('0.1', '10%')
    """
    return f"{figure}%" if is_less(ONE, figure) else figure


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
