"""The file of a trial balance: what an outside ledger says of each account at one day.

Debits and credits stand in two columns, or in one with credits negative. A trial balance that does not balance is
none, and is refused whole.
"""

from typing import TYPE_CHECKING

from lowmark.core.kinds.money import format_minor
from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused

if TYPE_CHECKING:
    import polars as pl

_BOTH = Problem("both_given", "a balance is given in more than one way",
                hint="give a debit, or a credit, or the amount with credits negative")  # fmt: skip
_NEITHER = Problem("neither_given", "no balance is given", hint="write 0 where there is none")
_OTHER_DAY = Problem("another_day", "the row is of another day than the first", hint="send one file for each day")


def finish(frame: "pl.DataFrame", currency: str) -> Finished:
    """Turn debits and credits into one amount, debits positive, and hold the rows to one day and to balance."""
    import polars as pl

    debit, credit = pl.col("debit_minor").fill_null(0), pl.col("credit_minor").fill_null(0)
    sided = pl.any_horizontal(pl.col("debit_minor", "credit_minor").is_not_null())
    signed = pl.col("amount_minor").is_not_null()
    judged = frame.select(
        both=(signed & sided) | ((debit != 0) & (credit != 0)),
        neither=~signed & ~sided,
        other_day=pl.col("as_of") != pl.col("as_of").first(),
    )
    finished = frame.with_columns(amount_minor=pl.coalesce("amount_minor", debit - credit))
    finished = finished.drop("debit_minor", "credit_minor")
    return Finished(
        finished,
        (
            Refused(judged["both"], "account", _BOTH),
            Refused(judged["neither"], "account", _NEITHER),
            Refused(judged["other_day"], "as_of", _OTHER_DAY),
        ),
        of_file=_unbalanced(finished, currency),
    )


def _unbalanced(finished: "pl.DataFrame", currency: str) -> Problem | None:
    import polars as pl

    difference = int(finished["amount_minor"].cast(pl.Int128).sum() or 0)
    if difference == 0:
        return None
    more, less = ("debits", "credits") if difference > 0 else ("credits", "debits")
    return Problem("unbalanced", f"{more} are {format_minor(abs(difference), currency)} more than {less}",
                   hint="export the whole trial balance, every account of it")  # fmt: skip


TABLE = ImportTable(
    name="trial_balance",
    grain="one account of one trial balance; all rows are of one day, and debits equal credits",
    key=("account",),
    any_of=(("debit", "credit", "amount"),),
    finish=finish,
    samples=(
        {"account": "1000", "name": "Cash", "as_of": "2026-10-31", "debit": "25000.00"},
        {"account": "3000", "name": "Share capital", "as_of": "2026-10-31", "credit": "25000.00"},
    ),
    columns=(
        ImportColumn(
            name="account",
            type="text",
            required=True,
            meaning="the account's code in the chart",
            example="1000",
            synonyms=("code", "account_code", "account_number", "account_no", "gl_account"),
        ),
        ImportColumn(
            name="name",
            type="text",
            default="",
            meaning="its name, for whoever reads the file",
            example="Cash",
            synonyms=("account_name", "description"),
        ),
        ImportColumn(
            name="as_of",
            type="day",
            required=True,
            meaning="the day of which the balances are; the same in every row",
            example="2026-10-31",
            synonyms=("date", "balance_date", "period_end"),
        ),
        ImportColumn(
            name="debit",
            type="money",
            non_negative=True,
            meaning="the balance, where it is a debit; since the beginning, of the fiscal year for income and expenses",
            example="25000.00",
            synonyms=("debit_balance", "dr"),
        ),
        ImportColumn(
            name="credit",
            type="money",
            non_negative=True,
            meaning="the balance, where it is a credit",
            example="25000.00",
            synonyms=("credit_balance", "cr"),
        ),
        ImportColumn(
            name="amount",
            type="money",
            meaning="instead of both: the balance, with credits negative",
            example="-25000.00",
            synonyms=("balance", "net", "net_balance"),
        ),
    ),
)
