"""Restate what an earlier year said, for material errors found since and for changes of formula that go back.

Before this: entries that somebody classified as material errors of an earlier year; approved changes of formula. After this:
comparatives. What was posted then is never changed: what an earlier statement would have said is worked out here. What a change
of formula does is known for whole fiscal years, so a date within one is left as it was, and the answer says so. Sources: IAS 8.22,
8.42, 8.49; ASC 250-10-45-5, 250-10-45-23.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.kinds.day import from_day
from lowmark.core.statements.accounts import RESULT_SECTIONS
from lowmark.core.statements.restated import restate
from lowmark.services.ledgers.changed_formulas import changed_formulas, taxes_of_changes
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import classifications
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """The accounts of an earlier date: what they are restated for, and what they are not though it goes back to that year."""

    accounts: pl.DataFrame
    for_these: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()


def restated(
    reader: Reader,
    entity: Entity,
    book: Book,
    accounts: pl.DataFrame,
    *,
    as_of: date,
    beside: date,
    known_seq: int,
    stage: str,
) -> Restated:
    """Return the accounts of an earlier date, as they stand beside a later one.

    Domain: what counts after the later date is in neither. What is of the year of the date is in its result, or in retained
            earnings where that year is closed; what is earlier is in what that year began with.
    """  # fmt: skip
    year = entity.fiscal_year(as_of)
    with_errors, has_errors = _with_errors(
        reader, entity, book, accounts, year=year, beside=beside, known_seq=known_seq
    )
    changes = changed_formulas(reader, entity, book, known_seq=known_seq)
    taxes = taxes_of_changes(reader, entity, book, changes, known_seq=known_seq)
    effects = [
        one for change in (*changes, *taxes) if change.on <= beside and year < entity.fiscal_year(change.on)
        for one in change.effects if one.year <= year
    ]  # fmt: skip
    named = tuple(
        f"change of formula {change.document}" for change in changes
        if change.on <= beside and year < entity.fiscal_year(change.on)
        and any(one.year <= year and one.amount_minor for one in change.effects)
    )  # fmt: skip
    errors = ("a material error",) if has_errors else ()
    if not effects:
        return Restated(accounts=with_errors, for_these=errors)
    if as_of != from_day(entity.calendar.year(year)[1]):
        return Restated(accounts=with_errors, for_these=errors, not_for=named)
    retained = ledger_read.roles(reader, entity.id)["retained_earnings", ""]
    is_closed = stage == "closed" and ledger_read.is_closed(reader, book, as_of=as_of, known_seq=known_seq)
    made = restate(accounts=with_errors, effects=effects, year=year, retained=retained, is_closed=is_closed)
    return Restated(accounts=made, for_these=(*errors, *named))


def _with_errors(
    reader: Reader, entity: Entity, book: Book, accounts: pl.DataFrame, *, year: int, beside: date, known_seq: int
) -> tuple[pl.DataFrame, bool]:
    """Return the accounts with the material errors of a year and of those before it, and whether there are any."""
    found = [
        row for row in classifications.material(reader, book.id, known_seq)
        if row["origin_year"] <= year < entity.fiscal_year(row["accounting_on"]) and row["accounting_on"] <= beside
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
