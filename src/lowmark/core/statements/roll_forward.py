"""The roll-forward of an allowance: from what was held to what is held, column by column, to the last cent.

Before this: allowance moves of one book, with class, lot and reason beside them. After this: disclosures, exports, a
close that waits until it agrees with the ledger. Every move stands in one column, so that rows foot (opening and all
columns are closing) and columns cross-foot (all rows are the total). A quantity loss is never in it. Sources: S-X
12-09 (Schedule II); IAS 2.36(e) and (f), which are gross; IAS 37.84 for the form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import polars as pl

from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.problems import Problem

MOVEMENTS: Final = ("charged", "reversed", "released_on_sale", "used_on_scrap", "used_otherwise", "transferred", "fx",
                    "acquired", "disposed", "held_for_sale", "restated", "other")  # fmt: skip
"""The columns between opening and closing. Signed: what takes allowance away is negative."""

COLUMNS: Final = ("opening", *MOVEMENTS, "closing")
OF_KIND: Final[Mapping[str, str]] = MappingProxyType({
    "opening": "opening", "charge": "charged", "reverse": "reversed", "release": "released_on_sale",
    "use": "used_otherwise", "restore": "used_otherwise", "transfer": "transferred", "translation": "fx",
    "acquisition": "acquired", "disposal": "disposed", "held_for_sale": "held_for_sale", "restatement": "restated",
    "other": "other",
})  # fmt: skip
"""The column of each kind of move, whatever caused it."""

OF_CAUSE: Final[Mapping[tuple[str, str], str]] = MappingProxyType({
    ("use", "scrap"): "used_on_scrap", ("restore", "scrap"): "used_on_scrap",
    ("restore", "scrap_return"): "used_on_scrap", ("restore", "sale"): "released_on_sale",
    ("restore", "sales_return"): "released_on_sale", ("release", "over_cost"): "other", ("restore", "over_cost"): "other",
})  # fmt: skip
"""The column where the cause decides: what a return restores goes back where its exit took it from."""

OF_EVENT: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "opening_allowance": ("opening", ""), "write_down": ("charge", ""), "write_off": ("charge", ""),
    "reversal": ("reverse", ""), "release_on_sale": ("release", ""), "restore_release": ("restore", "sale"),
    "release_over_cost": ("release", "over_cost"), "restore_over_cost": ("restore", "over_cost"),
    "use_on_scrap": ("use", "scrap"), "restore_use": ("restore", "scrap"),
    "allowance_acquired": ("acquisition", ""), "allowance_disposed": ("disposal", ""),
    "allowance_translated_up": ("translation", ""), "allowance_translated_down": ("translation", ""),
    "allowance_out_of_held_for_sale": ("held_for_sale", ""), "allowance_into_held_for_sale": ("held_for_sale", ""),
    "allowance_restated_up": ("restatement", ""), "allowance_restated_down": ("restatement", ""),
    "allowance_transferred_in": ("transfer", ""), "allowance_transferred_out": ("transfer", ""),
    "allowance_raised_otherwise": ("other", ""), "allowance_lowered_otherwise": ("other", ""),
})  # fmt: skip
"""The kind and the cause of what an event of the journal does; what is not here uses an allowance, or brings it back."""

SCHEDULE_II: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "charged_to_costs_and_expenses": ("charged",),
    "charged_to_other_accounts": ("transferred", "fx", "acquired", "disposed", "held_for_sale", "restated", "other"),
    "deductions": ("reversed", "released_on_sale", "used_on_scrap", "used_otherwise"),
})  # fmt: skip
"""The form of S-X 12-09: each of its columns is a sum of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollForward:
    """Rows by what was asked for, in its order, and one row of totals; a column each of ``COLUMNS`` (``_minor``)."""

    by: tuple[str, ...]
    rows: pl.DataFrame
    total: pl.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row of a roll-forward in some form, as one is published: its name, opening, columns of that form, closing."""

    name: str
    opening_minor: int
    movements: Mapping[str, int]
    closing_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FootingFault:
    """Where a roll-forward does not hold together: the row, the column, what is given and what it should be."""

    code: str
    row: str
    column: str
    given_minor: int
    expected_minor: int

    def __str__(self) -> str:
        return f"{self.row}, {self.column}: {self.given_minor}, and {self.expected_minor} is expected [{self.code}]"


def column_of(kind: str, cause: str) -> str:
    """Return the column of a move by its kind and what caused it.

    Raises: Problem ``unknown_kind``.

    >>> column_of("use", "scrap"), column_of("use", "vendor_return"), column_of("restore", "sales_return")
    ('used_on_scrap', 'used_otherwise', 'released_on_sale')
    """
    if kind not in OF_KIND:
        raise Problem("unknown_kind", f"no column is of {kind[:40]!r}", hint=f"use {', '.join(OF_KIND)}")
    return OF_CAUSE.get((kind, cause), OF_KIND[kind])


def of_event(event: str) -> tuple[str, str]:
    """Return the kind and the cause of what an event did to allowance.

    Raises: Problem ``unknown_kind`` for an event that does nothing to it.

    >>> of_event("use_on_vendor_return"), of_event("restore_release"), of_event("allowance_disposed")
    (('use', ''), ('restore', 'sale'), ('disposal', ''))
    """
    if event in OF_EVENT:
        return OF_EVENT[event]
    kind = event.split("_", 1)[0]
    if kind not in {"use", "restore"}:
        raise Problem("unknown_kind", f"{event[:40]!r} does nothing to an allowance")
    return kind, ""


def roll_forward(*, moves: pl.DataFrame, by: Sequence[str], first_on: date, last_on: date) -> RollForward:
    """Return the roll-forward of a time, both ends included, by class, lot, reason or anything that moves carry.

    Shapes: moves: accounting_on, kind (of ``OF_KIND``), cause (why goods left or came: sale, scrap and so on; empty
            where nothing moved), amount_minor (signed), and the columns of ``by``; in any order. ``rows``: the
            columns of ``by``, sorted, then ``COLUMNS``; ``total``: ``COLUMNS``.
    Domain: what is dated before ``first_on``, and an opening balance whenever it was brought, is opening; what is dated
            after ``last_on`` is not in it. A kind has one sign: a charge adds, a release takes away, a transfer either.
    Raises: Problem ``unknown_kind``, ``wrong_sign``, ``bad_period`` or ``out_of_range``.
    Source: S-X 12-09; IAS 2.36(e)-(f).

    >>> moves = pl.DataFrame({"accounting_on": [date(2025, 12, 31), date(2026, 3, 1), date(2026, 4, 1)],
    ...     "kind": ["charge", "charge", "use"], "cause": ["", "", "scrap"], "item_class": ["supplies"] * 3,
    ...     "amount_minor": [20, 10, -12]})
    >>> found = roll_forward(moves=moves, by=["item_class"], first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    >>> found.total.select("opening_minor", "charged_minor", "used_on_scrap_minor", "closing_minor").row(0)
    (20, 10, -12, 18)
    """
    if first_on > last_on:
        raise Problem("bad_period", f"a time from {first_on} to {last_on} is none", hint="give its first day first")
    _require_signs(moves)
    rows = _columns_of(moves.filter(pl.col("accounting_on") <= last_on), first_on)
    by_row = _summed(rows, list(by))
    total = _summed(rows, [])

    assert all(by_row[f"{name}_minor"].sum() == total[f"{name}_minor"].sum() for name in COLUMNS), (
        "it does not cross-foot"
    )
    return RollForward(by=tuple(by), rows=by_row, total=total)


def in_form(*, name: str, row: Mapping[str, int], form: Mapping[str, Sequence[str]]) -> FormRow:
    """Return a row in another form, of which each column is a sum of ours; what is in none of them must be nothing.

    Shapes: row: ``COLUMNS`` with ``_minor``, as a row of `roll_forward` has them.
    Raises: Problem ``left_out``, naming the columns that the form has no place for.

    >>> row = dict.fromkeys((f"{column}_minor" for column in COLUMNS), 0) | {"charged_minor": 5, "closing_minor": 5}
    >>> in_form(name="FY 2026", row=row, form=SCHEDULE_II).movements["charged_to_costs_and_expenses"]
    5
    """
    placed = [column for columns in form.values() for column in columns]
    assert len(set(placed)) == len(placed) and set(placed) <= set(MOVEMENTS), "a form takes each column once"
    left_out = {column: row[f"{column}_minor"] for column in MOVEMENTS if column not in placed}
    if any(left_out.values()):
        named = [column for column, amount in left_out.items() if amount]
        raise Problem("left_out", f"the form has no place for {', '.join(named)}",
                      hint="add them to one of its columns", where={"row": name})  # fmt: skip
    movements = {title: sum(row[f"{column}_minor"] for column in columns) for title, columns in form.items()}
    return FormRow(
        name=name, opening_minor=row["opening_minor"], movements=movements, closing_minor=row["closing_minor"]
    )


def footing_faults(
    *, rows: Sequence[FormRow], total: FormRow | None = None, successive: bool = False,
    expected: Sequence[FormRow] = (),
) -> list[FootingFault]:  # fmt: skip
    """Return all that does not hold in a roll-forward as given; one that holds has none.

    Domain: each row foots; with ``total`` each column cross-foots; ``successive`` rows are periods, of which each opens
            with what the one before closed with; with ``expected`` (what the moves come to, row by row in the same
            order) each figure is compared, so that the very column is named.

    >>> given = [FormRow(name="FY 2026", opening_minor=20, movements={"charged": 10, "used": -12}, closing_minor=19)]
    >>> print(footing_faults(rows=given)[0])
    FY 2026, closing: 19, and 18 is expected [does_not_foot]
    """
    faults = [
        FootingFault(code="does_not_foot", row=row.name, column="closing", given_minor=row.closing_minor,
                     expected_minor=row.opening_minor + sum(row.movements.values()))
        for row in (*rows, *([total] if total else []))
        if row.opening_minor + sum(row.movements.values()) != row.closing_minor
    ]  # fmt: skip
    if total is not None:
        faults += _unequal("does_not_cross_foot", total, _sum_of(rows, total.name))
    if successive:
        faults += [
            FootingFault(code="does_not_continue", row=row.name, column="opening", given_minor=row.opening_minor,
                         expected_minor=before.closing_minor)
            for before, row in pairwise(rows)
            if before.closing_minor != row.opening_minor
        ]  # fmt: skip
    if expected:
        assert [row.name for row in rows] == [row.name for row in expected], "rows are compared with their own"
        for row, moved in zip(rows, expected, strict=True):
            faults += _unequal("differs_from_moves", row, moved)
    return faults


def _require_signs(moves: pl.DataFrame) -> None:
    """Refuse a move that goes the wrong way."""
    amount, kind = pl.col("amount_minor"), pl.col("kind")
    adds = kind.is_in(["opening", "charge", "restore", "acquisition"])
    takes = kind.is_in(["reverse", "release", "use", "disposal"])
    wrong = moves.filter((adds & (amount < 0)) | (takes & (amount > 0)))
    if wrong.height:
        named = ", ".join(sorted(set(wrong["kind"])))
        raise Problem("wrong_sign", f"{wrong.height} moves go the wrong way: {named}",
                      hint="what takes allowance away is negative")  # fmt: skip


def _columns_of(moves: pl.DataFrame, first_on: date) -> pl.DataFrame:
    """Say of each move in which column it stands."""
    pairs = moves.select("kind", "cause").unique()
    columns = [column_of(kind, cause or "") for kind, cause in pairs.iter_rows()]
    named = pairs.with_columns(pl.Series("column", columns, dtype=pl.String))
    before = pl.col("accounting_on") < first_on
    return moves.join(named, on=["kind", "cause"], how="left", nulls_equal=True).with_columns(
        column=pl.when(before).then(pl.lit("opening")).otherwise(pl.col("column"))
    )


def _summed(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Add moves up into their columns; closing is what that comes to."""
    wide = pl.col("amount_minor").cast(pl.Int128)
    sums = [wide.filter(pl.col("column") == name).sum().alias(f"{name}_minor") for name in ("opening", *MOVEMENTS)]
    found = rows.group_by(by).agg(sums).sort(by) if by else rows.select(sums)
    closing = pl.sum_horizontal(f"{name}_minor" for name in ("opening", *MOVEMENTS))
    found = found.with_columns(closing_minor=closing)
    largest = found.select(pl.max_horizontal(pl.col(f"{name}_minor").abs().max() for name in COLUMNS)).item() or 0
    if largest > INT64_MAX:
        raise Problem("out_of_range", "a sum of allowances does not fit 64 bits", hint="check the amounts of the moves")
    return found.with_columns(pl.col(f"{name}_minor").cast(pl.Int64) for name in COLUMNS)


def _sum_of(rows: Sequence[FormRow], name: str) -> FormRow:
    titles = list(dict.fromkeys(title for row in rows for title in row.movements))
    return FormRow(
        name=name,
        opening_minor=sum(row.opening_minor for row in rows),
        movements={title: sum(row.movements.get(title, 0) for row in rows) for title in titles},
        closing_minor=sum(row.closing_minor for row in rows),
    )


def _unequal(code: str, given: FormRow, expected: FormRow) -> list[FootingFault]:
    """Compare two rows, figure by figure."""
    titles = list(dict.fromkeys([*given.movements, *expected.movements]))
    pairs = [("opening", given.opening_minor, expected.opening_minor)]
    pairs += [(title, given.movements.get(title, 0), expected.movements.get(title, 0)) for title in titles]
    pairs.append(("closing", given.closing_minor, expected.closing_minor))
    return [
        FootingFault(code=code, row=given.name, column=title, given_minor=said, expected_minor=should)
        for title, said, should in pairs
        if said != should
    ]
