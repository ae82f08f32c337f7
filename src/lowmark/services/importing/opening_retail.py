"""Import what departments that are estimated by retail came to in the year so far, held against the old ledger's inventory.

Before this: the old ledger's trial balance and, of LIFO, `opening_pool_layers`. After this: `estimate-inventory`, which adds what
came since, so that its ratios are those of the whole year.
"""

from typing import Any, cast

import polars as pl

from lowmark.core.estimates.retail import Basis, RetailTotals, estimate_retail
from lowmark.core.kinds.money import format_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.opening_retail import RETAIL_TOTALS
from lowmark.services.access import Granted
from lowmark.services.finding import find_book
from lowmark.services.importing.facts import plan_facts
from lowmark.services.importing.kept_before import against, balance_of_role, not_of_one_open_day
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import of_file, problems
from lowmark.store.entities.read import Book
from lowmark.store.session import Reader, Row
from lowmark.store.stock import opening
from lowmark.store.subledger import pool_layers

LIFO = "retail_lifo"


def import_opening_retail(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan departments: each comes to what the old ledger carries it at, all of them to its inventory."""
    return plan_facts(frame, granted=granted, noun="opening_retail", look_up=_look_up, declared_by=granted.user_id)


def totals_of(row: Row) -> RetailTotals:
    """Return a department's totals, of a row of the file or as they were kept."""
    return RetailTotals(
        department=row["pool"], **{f"{name}_minor": int(row[f"{name}_minor"]) for name in RETAIL_TOTALS}
    )  # fmt: skip


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows as the noun has them, and everything that is wrong with them."""
    entity, book = granted.entity, find_book(reader, granted.entity, "")
    opening_on = frame["opening_on"][0]
    year = entity.fiscal_year(opening_on)
    found = frame.with_columns(
        pl.col([f"{name}_minor" for name in RETAIL_TOTALS]).fill_null(0),
        book_id=pl.lit(book.id, dtype=pl.Int64), fiscal_year=pl.lit(year, dtype=pl.Int64),
    )  # fmt: skip
    there = opening.departments_taken_over(reader, book.id)
    refused = [
        *not_of_one_open_day(reader, entity, found),
        problems(found, "pool", "already_recorded", "the department has been taken over", "a department begins once",
                 mark=pl.col("pool").is_in(there)),
        *(_wrong(reader, book, found.filter(pl.col("row") == row["row"]), row, year)
          for row in found.iter_rows(named=True)),
    ]  # fmt: skip
    wrong = pl.concat(refused)
    if wrong.is_empty():
        wrong = _untied(reader, granted, book, found)
    return found, wrong.sort("row")


def _wrong(reader: Reader, book: Book, one: pl.DataFrame, row: Row, year: int) -> pl.DataFrame:
    """Return what is wrong with one department: totals that come to nothing, or to another figure than the old ledger's."""
    if row["method"] == LIFO:
        standing = pool_layers.standing_layers(reader, book.id, row["pool"], before_year=year)
        ours = sum(int(layer["cost_minor"]) for layer in standing)
        what, hint = "the layers of the years before", "import opening_pool_layers first"
    else:
        try:
            basis = cast(Basis, row["method"].removeprefix("retail_"))
            ours = estimate_retail(totals=totals_of(row), basis=basis).ending_cost_minor
        except Problem as problem:
            return problems(one, "pool", problem.code, problem.message, problem.hint)
        what, hint = "the totals", "correct a total, or what is carried"
    if ours == row["carried_minor"]:
        return problems(one.clear(), "pool", "", "", "")
    shown = [
        format_minor(amount, book.currency) for amount in (ours, row["carried_minor"], abs(ours - row["carried_minor"]))
    ]
    return problems(
        one, "carried_minor", "differs", f"{what} come to {shown[0]}, not to {shown[1]}: {shown[2]} apart", hint
    )


def _untied(reader: Reader, granted: Granted, book: Book, found: pl.DataFrame) -> pl.DataFrame:
    """Return what all departments and the old ledger's inventory, less its LIFO reserve, differ by."""
    opening_on = found["opening_on"][0]
    stock = balance_of_role(reader, granted.entity, book, "inventory", opening_on)
    reserve = balance_of_role(reader, granted.entity, book, "lifo_reserve", opening_on)
    if stock is not None and reserve is not None and reserve[1]:
        stock = f"{stock[0]} less {reserve[0]}", stock[1] + reserve[1]
    said = against(stock, ours_minor=int(found["carried_minor"].sum()), what="departments", currency=book.currency)
    return problems(found.clear(), "pool", "", "", "") if said is None else of_file(*said)
