"""What the notes on inventories rest on: goods and allowance by class, their roll-forward, and the ledger's own figures.

Before this: flows, allowance moves, overlays, entries. After this: `disclosures`. A figure has one source in the
subledger and one in the ledger, read apart, so that a difference shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lowmark.core import flow
from lowmark.core.statements.roll_forward import RollForward, of_event
from lowmark.core.statements.statements import COST_OF_SALES, WRITE_DOWNS
from lowmark.services.access import Granted
from lowmark.services.ledgers.whole_company import whole_book
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader
from lowmark.store.subledger import overlays as overlays_read
from lowmark.store.subledger import read as subledger_read

LIFO_RESERVE = "LIFO reserve"
"""The row among the classes that takes goods from their current cost to last in, first out: it is of no class."""

FORMULAS = {"fifo": "first in, first out", "lifo": "last in, first out"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """The subledger's figures, and the ledger's by the name of the fact; what the ledger cannot tell is not in it."""

    first_on: date
    gross_by_class: dict[str, int]
    allowance: RollForward
    ledger: dict[str, int]
    expenses: dict[str, int]
    methods: tuple[str, ...]

    @property
    def expense_minor(self) -> int:
        """The cost of sales of the ledger."""
        return self.ledger["recognised_as_expense"]


def notes_at(reader: Reader, granted: Granted, book: Book, *, as_of: date, known_seq: int) -> Notes:
    """Return what the notes of the fiscal year to a date rest on, as known at a sequence."""
    at: dict[str, Any] = {"as_of": as_of, "known_seq": known_seq}
    first_on = granted.entity.year_from(as_of)
    costs = overlays_read.class_costs(reader, book.cost_basis_id, **at)
    accounts = whole_book(reader, granted, book, **at).accounts
    roles: dict[str, set[int]] = {}
    for (role, _), number in ledger_read.roles(reader, granted.entity.id).items():
        roles.setdefault(role, set()).add(number)
    gross = {name: cost for name, cost in costs.iter_rows() if cost}
    reserve = _balance(accounts, roles["lifo_reserve"] - roles["inventory"])
    return Notes(
        first_on=first_on, gross_by_class=gross | ({LIFO_RESERVE: reserve} if reserve else {}),
        allowance=flow.roll_forward(moves=_moves(reader, book, at), by=["item_class"], first_on=first_on, last_on=as_of),
        ledger=_ledger(reader, book, accounts, roles, first_on=first_on, at=at),
        expenses=_expenses(reader, book, accounts, roles, first_on=first_on, at=at),
        methods=overlays_read.methods_in_use(reader, book.cost_basis_id, **at),
    )  # fmt: skip


def policy_words(methods: Sequence[str]) -> str:
    """Say how inventories are measured, and by which formulas.

    >>> policy_words(["fifo"])
    'Lower of cost and net realisable value; cost by first in, first out'
    """
    formulas = ", ".join(FORMULAS.get(method, method.replace("_", " ")) for method in methods)
    return f"Lower of cost and net realisable value; cost by {formulas}" if formulas else "No inventories"


def _balance(accounts: pl.DataFrame, numbers: set[int]) -> int:
    """Return what some accounts come to, debits less credits."""
    return int(accounts.filter(pl.col("account_id").is_in(sorted(numbers)))["posted_minor"].sum())


def _moves(reader: Reader, book: Book, at: dict[str, Any]) -> pl.DataFrame:
    """Return the moves of lots and overlays, with the cause that says their column."""
    columns = ("accounting_on", "kind", "cause", "item_class", "amount_minor")
    lots = subledger_read.movements_by(reader, book.id, "item_class", **at)
    causes = {event: of_event(event)[1] for event in lots["event"].unique() if event}
    lots = lots.with_columns(cause=pl.col("event").replace_strict(causes, default="", return_dtype=pl.String))
    overlays = overlays_read.overlay_moves(reader, book.id, **at).with_columns(
        cause=pl.when(pl.col("kind") == "use").then(pl.lit("scrap")).otherwise(pl.lit(""))
    )
    return pl.concat([lots.select(columns), overlays.select(columns)])


def _ledger(
    reader: Reader,
    book: Book,
    accounts: pl.DataFrame,
    roles: dict[str, set[int]],
    *,
    first_on: date,
    at: dict[str, Any],
) -> dict[str, int]:
    """Return the ledger's figures: balances of accounts, and what its entries charged and took back."""
    inventory, allowance = roles["inventory"] | roles["lifo_reserve"], roles["allowance"]
    found = {"carrying": _balance(accounts, inventory | allowance)}
    if not inventory & allowance:
        found |= {"gross": _balance(accounts, inventory), "allowance": -_balance(accounts, allowance)}
    lines = overlays_read.allowance_lines(reader, book_id=book.id, accounts=sorted(allowance), **at)
    posted = dict(lines.filter(pl.col("accounting_on") >= first_on).group_by("event").agg(
        pl.col("amount_minor").sum()
    ).iter_rows())  # fmt: skip
    expense = accounts.filter(pl.col("caption").is_in([COST_OF_SALES, WRITE_DOWNS]), pl.col("section") == "expense")
    losses = accounts.filter(
        pl.col("account_id").is_in(sorted(roles["commitment_loss"] | roles["commitment_recovery"]))
    )
    return found | {
        "write_downs": posted.get("write_down", 0) + posted.get("write_off", 0),
        "reversals": -posted.get("reversal", 0), "recognised_as_expense": int(expense["posted_year_minor"].sum()),
        "commitment_losses": int(losses["posted_year_minor"].sum()),
    }  # fmt: skip


def _expenses(
    reader: Reader,
    book: Book,
    accounts: pl.DataFrame,
    roles: dict[str, set[int]],
    *,
    first_on: date,
    at: dict[str, Any],
) -> dict[str, int]:
    """Return the cost of sales by nature: what goods had cost that were sold, and each other account of the caption."""
    sold = overlays_read.cost_sold(reader, book_id=book.id, first_on=first_on, **at)
    found = {"inventories sold": sold} if sold else {}
    cost = accounts.filter(pl.col("caption").is_in([COST_OF_SALES, WRITE_DOWNS]), pl.col("section") == "expense")
    for number, name, amount in cost.select("account_id", "name", "posted_year_minor").iter_rows():
        own = amount - (sold if number in roles["cost_of_sales"] else 0)
        if own:
            found[name if number not in roles["cost_of_sales"] else f"{name}, otherwise"] = own
    return found
