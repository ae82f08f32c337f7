"""The rest of the company, as an outside ledger has it: sales, purchases' payment, staff, plant, loans and taxes.

Before this: the year of an entity. After this: `trial_balance` adds the entries that Lowmark handed over, and the whole is the
trial balance that comes back. Of the goods the outside ledger itself says only what it had at the end of the year before.
"""

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from lowmark.sample.costing_tables import opening_minor
from lowmark.sample.plans import RECEIPT, RETURN, SALE
from lowmark.sample.text import amounts
from lowmark.sample.working_days import AS_OF, DAYS, INTERIM_ON, OPENS_ON, YEAR_BEFORE_ENDS_ON
from lowmark.sample.years import Year

OPENINGS: Final = ("opening", "opening_allowance", "opening_trial_balance")
"""Events by which Lowmark took over what the outside ledger has already."""

_CASH, _RECEIVABLES, _INVENTORY, _ALLOWANCE, _IN_PRODUCTION = "1000", "1100", "1200", "1290", "1300"
_PREPAID, _PLANT, _DEPRECIATED = "1400", "1500", "1590"
_PAYABLES, _UNINVOICED, _ACCRUED, _TAX, _DEBT = "2000", "2100", "2200", "2300", "2400"
_CAPITAL, _RETAINED = "3000", "3100"
_REVENUE, _EXPENSES, _DEPRECIATION, _INTEREST, _TAX_EXPENSE = "4000", "6000", "6100", "6200", "6900"

_STOOD: Final = {_CASH: 80, _RECEIVABLES: 110, _PREPAID: 10, _PLANT: 300, _DEPRECIATED: -120, _PAYABLES: -90,
                 _ACCRUED: -20, _TAX: -5, _DEBT: -150, _CAPITAL: -100}  # fmt: skip
"""Balances at the end of the year before, in thousandths of a year's sales."""
_A_YEAR: Final = (
    (_EXPENSES, _CASH, 165), (_EXPENSES, _ACCRUED, 5), (_DEPRECIATION, _DEPRECIATED, 15), (_INTEREST, _CASH, 8),
    (_TAX_EXPENSE, _TAX, 22), (_TAX, _CASH, 20), (_PLANT, _CASH, 20), (_DEBT, _CASH, 30),
)  # fmt: skip
"""What is booked month by month: debit, credit, in thousandths of a year's sales. Taxes are paid in instalments."""
_CASH_KEPT: Final = 45
"""What is always kept in cash, in thousandths of a year's sales; the bank lends what is short of it."""
_COLLECTED_AFTER, _INVOICED_AFTER, _PAID_AFTER = 40, 10, 45
"""Days after a sale, and after a receipt of goods."""


def outside_ledger_table(year: Year) -> pl.DataFrame:
    """Return what the outside ledger says without our entries, at the end of the year before and at each period's end.

    Shapes: account, as_of, debit, credit, as text; debits are credits on each day.
    """
    return pl.concat([_rows(_balances(year, on), on) for on in (YEAR_BEFORE_ENDS_ON, INTERIM_ON, AS_OF)])


def trial_balance(*, outside: pl.DataFrame, exported: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return the trial balance of an outside ledger that has booked the entries handed to it.

    Shapes: outside: as `outside_ledger_table` returns it; exported: account, date, debit, credit, event, as text. Out:
            account, as_of, debit, credit, as the file of a trial balance.
    Domain: our openings are left out: the outside ledger had these goods before.

    >>> outside = pl.DataFrame({"account": ["1000", "4000"], "as_of": ["2026-10-31"] * 2, "debit": ["90.00", ""],
    ...                         "credit": ["", "90.00"]})
    >>> exported = pl.DataFrame({"account": ["5000", "1200"], "date": ["2026-10-30"] * 2, "debit": ["60.00", ""],
    ...                          "credit": ["", "60.00"], "event": ["sale", "sale"]})
    >>> trial_balance(outside=outside, exported=exported, as_of=date(2026, 10, 31)).rows()[1]
    ('1200', '2026-10-31', '', '60.00')
    """
    handed = exported.filter((pl.col("date") <= as_of.isoformat()) & ~pl.col("event").is_in(OPENINGS))
    both = pl.concat([
        part.select(
            "account",
            amount=_minor("debit") - _minor("credit"),
        )
        for part in (outside.filter(pl.col("as_of") == as_of.isoformat()), handed)
    ])  # fmt: skip
    summed = both.group_by("account").agg(pl.col("amount").sum()).filter(pl.col("amount") != 0).sort("account")
    return _rows(dict(summed.iter_rows()), as_of)


def _minor(column: str) -> pl.Expr:
    """Read an amount with two decimals, which all currencies of the sample have; empty is nothing."""
    digits = pl.col(column).str.replace(".", "", literal=True)
    return pl.when(digits != "").then(digits).cast(pl.Int64).fill_null(0)


def _rows(balances: dict[str, int], as_of: date) -> pl.DataFrame:
    """Write balances down as a trial balance, debits positive."""
    assert sum(balances.values()) == 0, "debits are credits"
    there = sorted((account, amount) for account, amount in balances.items() if amount)
    signed = np.array([amount for _, amount in there], dtype=np.int64)
    written, is_debit = amounts(np.abs(signed)), pl.Series(signed > 0)
    return pl.DataFrame({
        "account": [account for account, _ in there],
        "as_of": [as_of.isoformat()] * len(there),
        "debit": pl.select(pl.when(is_debit).then(written).otherwise(pl.lit(""))).to_series(),
        "credit": pl.select(pl.when(is_debit).then(pl.lit("")).otherwise(written)).to_series(),
    })  # fmt: skip


def _balances(year: Year, on: date) -> dict[str, int]:
    """Add up the year before and what has been booked since, up to a day."""
    day = np.datetime64(on)
    sales = _sales(year, np.datetime64(AS_OF))
    cost, allowance = opening_minor(year)
    found = {account: sales * share // 1000 for account, share in _STOOD.items()}
    found |= {_INVENTORY: cost, _ALLOWANCE: -allowance}
    found[_RETAINED] = -sum(found.values())
    owed_to_us, owed_by_us = found[_RECEIVABLES], -found[_PAYABLES]
    if on < OPENS_ON:
        return found

    sold, invoiced = _sales(year, day), _received(year, day - _INVOICED_AFTER)
    months = (on.year - OPENS_ON.year) * 12 + on.month - OPENS_ON.month + 1
    booked = [
        (_RECEIVABLES, _REVENUE, sold),
        (_CASH, _RECEIVABLES, owed_to_us + _sales(year, day - _COLLECTED_AFTER)),
        (_UNINVOICED, _PAYABLES, invoiced),
        (_PAYABLES, _CASH, owed_by_us + _received(year, day - _PAID_AFTER)),
        (_IN_PRODUCTION, _CASH, _converted(year, day)),
        *((debit, credit, sales * share * months // 12_000) for debit, credit, share in _A_YEAR),
    ]
    for debit, credit, amount in booked:
        found[debit] = found.get(debit, 0) + amount
        found[credit] = found.get(credit, 0) - amount
    lent = max(sales * _CASH_KEPT // 1000 - found[_CASH], 0)
    return found | {_CASH: found[_CASH] + lent, _DEBT: found[_DEBT] - lent}


def _sales(year: Year, day: np.datetime64) -> int:
    """Return what was sold up to a day, less what came back."""
    moves, until = year.moves, DAYS[year.moves.day] <= day
    gross, back = (int(year.amount_minor[until & (moves.kind == kind)].sum()) for kind in (SALE, RETURN))
    return gross - back


def _received(year: Year, day: np.datetime64) -> int:
    """Return what vendors delivered up to a day."""
    wanted = (year.moves.kind == RECEIPT) & ~year.is_made & (DAYS[year.moves.day] <= day)
    return int(year.cycles.value_minor[year.moves.cycle[wanted]].sum())


def _converted(year: Year, day: np.datetime64) -> int:
    """Return what conversion cost of the goods made up to a day."""
    wanted = year.is_made & (DAYS[year.moves.day] <= day)
    return int(year.cycles.conversion_minor[year.moves.cycle[wanted]].sum())
