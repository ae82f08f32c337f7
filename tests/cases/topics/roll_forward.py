"""Roll-forwards of allowances: a filing's movements entered as moves, and its columns back out of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from lowmark.core.statements.roll_forward import FormRow, column_of, footing_faults, in_form, roll_forward
from tests.cases.figures import minor
from tests.cases.record import Case, Figure, rows_of
from tests.cases.stock import money
from tests.cases.tables import stacked
from tests.cases.waiting import Waits

MOVES: Final = {
    "charged": ("charge", ""), "additions": ("charge", ""), "deductions": ("release", "sale"),
    "other_deductions": ("release", "sale"), "reductions_releases": ("release", "sale"),
    "utilisation_reversals": ("release", "sale"), "released_on_sale": ("release", "sale"),
    "written_off": ("use", "scrap"), "used_on_scrap": ("use", "scrap"), "used_otherwise": ("use", "vendor_return"),
    "disposals_and_reclass": ("use", "scrap"), "reversed": ("reverse", ""), "transfer": ("transfer", ""),
    "currency": ("translation", ""), "charged_to_other_accounts": ("acquisition", ""),
    "acquired": ("acquisition", ""), "disposal": ("disposal", ""), "held_for_sale": ("held_for_sale", ""),
    "changes_net": ("other", ""), "other": ("other", ""), "restatement": ("restatement", ""),
}  # fmt: skip
"""What each title of a filing is: the kind of move, and what caused it."""

FIRST_YEAR: Final = 2001


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Enter the movements of each period as moves, and read the filing's own columns off the roll-forward."""
    del framework
    if not {"opening", "periods"} <= case.inputs.keys():
        raise Waits(f"a roll-forward with {', '.join(sorted(case.inputs))}")
    found = list(rows_from(case.inputs["opening"], rows_of(case.inputs["periods"])))
    given = [_given(row) for row in rows_of(case.inputs.get("as_published", []))]
    faults = footing_faults(rows=given, successive=True, expected=found) if given else []
    return {
        "rows": [_said(row) for row in found], "holds": not faults,
        "fault_in_row": faults[0].row if faults else "", "fault_in_column": faults[0].column if faults else "",
    }  # fmt: skip


def rows_from(opening: Figure, periods: Sequence[Mapping[str, Any]]) -> Iterator[FormRow]:
    """Yield the roll-forward of each period in the filing's columns, all made from one list of moves."""
    known = {title for period in periods for title in period["movements"]}
    if not known <= MOVES.keys():
        raise Waits(f"movements called {', '.join(sorted(known - MOVES.keys()))}")
    years = dict(enumerate(periods, start=FIRST_YEAR))
    rows = [("opening", "", date(FIRST_YEAR, 1, 1), minor(opening))]
    for year, period in years.items():
        rows += [(*MOVES[title], date(year, 6, 30), minor(amount)) for title, amount in period["movements"].items()]
    moves = stacked(rows, ("kind", "cause", "accounting_on", "amount_minor"))
    for year, period in years.items():
        form = {title: (column_of(*MOVES[title]),) for title in period["movements"]}
        found = roll_forward(moves=moves, by=(), first_on=date(year, 1, 1), last_on=date(year, 12, 31))
        yield in_form(name=period["period"], row=found.total.row(0, named=True), form=form)


def _given(row: Mapping[str, Any]) -> FormRow:
    return FormRow(
        name=row["period"], opening_minor=minor(row["opening"]), closing_minor=minor(row["closing"]),
        movements={title: minor(amount) for title, amount in row["movements"].items()},
    )  # fmt: skip


def _said(row: FormRow) -> Mapping[str, Any]:
    return {
        "period": row.name, "opening": money(row.opening_minor), "closing": money(row.closing_minor),
        "movements": {title: money(amount) for title, amount in row.movements.items()},
    }  # fmt: skip
