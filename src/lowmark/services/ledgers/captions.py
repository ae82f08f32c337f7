"""Captions: where the write-downs of a fiscal year are shown in a book's statements, as somebody decided.

Before this: accounts, each with its chart's own caption; decisions on significance. After this: `statements`. Releases
follow the caption of the charges: a decision takes all that allowances do to the result to a line of its own.
"""

from datetime import date

import polars as pl

from lowmark.core.statements.statements import WRITE_DOWNS
from lowmark.services.ledgers.whole_company import Whole
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import read as ledger_read
from lowmark.store.runs.captions import caption_in_force
from lowmark.store.session import Reader

ROLES = frozenset({"write_down_expense", "write_off_expense", "write_down_reversal", "allowance_released"})


def with_captions(
    reader: Reader, entity: Entity, book: Book, whole: Whole, *, as_of: date, known_seq: int
) -> pl.DataFrame:
    """Return the accounts with the caption that was decided on for the fiscal year of a date, or as the chart has them."""
    year = entity.fiscal_year(as_of)
    decided = caption_in_force(reader, book.id, fiscal_year=year, as_of=as_of, known_seq=known_seq)
    if decided is None or decided["caption"] != "separate_line":
        return whole.accounts
    roles = ledger_read.roles(reader, entity.id)
    sold = {number for (role, _), number in roles.items() if role == "cost_of_sales"}
    apart = {number for (role, _), number in roles.items() if role in ROLES} - sold
    return whole.accounts.with_columns(
        caption=pl.when(pl.col("account_id").is_in(sorted(apart))).then(pl.lit(WRITE_DOWNS)).otherwise("caption")
    )
