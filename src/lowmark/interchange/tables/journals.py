"""The file of journals: lines drafted by hand or handed over by another program, any number of journals in a file.

Debits and credits stand in two columns, or in one with credits negative. A journal that does not balance refuses the file.
"""

from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.journal_drafts import JOURNAL_DRAFT, PURPOSES
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused

if TYPE_CHECKING:
    import polars as pl

_BOTH = Problem("both_given", "an amount is given in more than one way",
                hint="give a debit, or a credit, or the amount with credits negative")  # fmt: skip
_NEITHER = Problem("neither_given", "no amount is given", hint="leave the line out where there is none")
_UNBALANCED = Problem("unbalanced", "debits and credits of this journal differ", hint="send the whole journal")
_ANOTHER = Problem("another_header", "the row says another day, kind or reason than the journal's first",
                   hint="say the same in every row of a journal")  # fmt: skip

HEADER = ("first_on", "kind", "purpose", "until_on", "because")


def finish(frame: "pl.DataFrame", currency: str) -> Finished:
    """Turn debits and credits into one amount, debits positive, and hold each journal to one header and to balance."""
    import polars as pl

    del currency
    debit, credit = pl.col("debit_minor").fill_null(0), pl.col("credit_minor").fill_null(0)
    sided = pl.any_horizontal(pl.col("debit_minor", "credit_minor").is_not_null())
    signed = pl.col("amount_minor").is_not_null()
    judged = frame.select(
        both=(signed & sided) | ((debit != 0) & (credit != 0)), neither=~signed & ~sided,
        another=pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).first().over("document")) for name in HEADER),
    )  # fmt: skip
    finished = frame.with_columns(amount_minor=pl.coalesce("amount_minor", debit - credit)).drop(
        "debit_minor", "credit_minor"
    )
    left = finished.select(pl.col("amount_minor").cast(pl.Int128).sum().over("document") != 0).to_series()
    return Finished(
        finished,
        (
            Refused(judged["both"], "account", _BOTH),
            Refused(judged["neither"], "account", _NEITHER),
            Refused(judged["another"], "document", _ANOTHER),
            Refused(left & ~judged["both"] & ~judged["neither"], "document", _UNBALANCED),
        ),
    )


def _text(name: str, meaning: str, example: str, *synonyms: str, required: bool = False) -> ImportColumn:
    return ImportColumn(name=name, type="text", required=required, default=None if required else "", meaning=meaning,
                        example=example, synonyms=synonyms)  # fmt: skip


TABLE = ImportTable(
    name="journals",
    grain="one line of one journal drafted for another person to approve; the rows of a journal balance",
    any_of=(("debit", "credit", "amount"),),
    finish=finish,
    samples=(
        {"document": "JV-17", "first_on": "2026-10-31", "account": "6000", "debit": "150.00", "because": "Rent"},
        {"document": "JV-17", "first_on": "2026-10-31", "account": "2200", "credit": "150.00", "because": "Rent"},
    ),
    columns=(
        _text("document", "the journal's name", "JV-17", "journal", "journal_no", "voucher", required=True),
        ImportColumn(name="first_on", type="day", required=True, example="2026-10-31",
                     meaning="the day on which it counts; of a recurring one, for the first time",
                     synonyms=("date", "on", "posting_date", "accounting_on")),
        _text("account", "the account's code in the chart", "6000", "code", "account_code", "gl_account", required=True),
        ImportColumn(name="debit", type="money", non_negative=True, meaning="the amount, where it is a debit",
                     example="150.00", synonyms=("dr",)),
        ImportColumn(name="credit", type="money", non_negative=True, meaning="the amount, where it is a credit",
                     example="150.00", synonyms=("cr",)),
        ImportColumn(name="amount", type="money", meaning="instead of both: the amount, with credits negative",
                     example="-150.00", synonyms=("net",)),
        _text("because", "why", "Rent of October", "memo", "description", "narration", required=True),
        ImportColumn(name="kind", type="text", default="once", meaning="how often it is posted", example="once",
                     choices=JOURNAL_DRAFT.columns["kind"].choices, synonyms=("recurrence",)),
        ImportColumn(name="purpose", type="text", default="ordinary", meaning="what it is for", example="ordinary",
                     choices=PURPOSES),
        ImportColumn(name="until_on", type="day", meaning="of a recurring one: the last day on which it may count",
                     example="2026-12-31", synonyms=("until",)),
        _text("item_class", "dimension: class of the goods", "finished_goods", "class"),
        _text("dimensions", "other dimensions, by name", "department=SALES;project=P-1"),
    ),
)  # fmt: skip
