"""Restate what an earlier year said for material errors that were found since; the original stays as it was posted.

Before this: entries that somebody classified as material errors of an earlier year. After this: comparatives. What was
posted then is never changed: what an earlier statement would have said is worked out here. Sources: IAS 8.42, 8.49;
ASC 250-10-45-23.
"""

from datetime import date

import polars as pl

from lowmark.core.statements.accounts import RESULT_SECTIONS
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import classifications
from lowmark.store.session import Reader


def restated(
    reader: Reader, entity: Entity, book: Book, accounts: pl.DataFrame, *, as_of: date, known_seq: int
) -> tuple[pl.DataFrame, bool]:
    """Return the accounts of an earlier date with the errors of its year and of those before it, and whether there are any.

    Domain: an error of the year of the date is in its result, an earlier one in what that year began with.
    """
    year = entity.fiscal_year(as_of)
    found = [
        row for row in classifications.material(reader, book.id, known_seq)
        if row["origin_year"] <= year < entity.fiscal_year(row["accounting_on"])
    ]  # fmt: skip
    if not found:
        return accounts, False
    of_year, before = _sums(found, year, is_this_year=True), _sums(found, year, is_this_year=False)
    now, then = _mapped(of_year), _mapped(before)
    is_result = pl.col("section").is_in(RESULT_SECTIONS)
    return accounts.with_columns(
        posted_minor=pl.col("posted_minor") + now + then,
        posted_year_minor=pl.col("posted_year_minor") + pl.when(is_result).then(now).otherwise(0),
        opening_minor=pl.col("opening_minor") + then,
    ), True


def _sums(rows: list[dict[str, object]], year: int, *, is_this_year: bool) -> dict[int, int]:
    sums: dict[int, int] = {}
    for row in rows:
        if (row["origin_year"] == year) is is_this_year:
            account, amount = int(str(row["account_id"])), int(str(row["amount_minor"]))
            sums[account] = sums.get(account, 0) + amount
    return sums


def _mapped(sums: dict[int, int]) -> pl.Expr:
    if not sums:
        return pl.lit(0, dtype=pl.Int64)
    return pl.col("account_id").replace_strict(sums, default=0, return_dtype=pl.Int64)
