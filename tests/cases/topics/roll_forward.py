"""Roll-forwards of allowances: a filing's movements entered into books, and its columns read off their ledger."""

from collections.abc import Mapping
from typing import Any

from lowmark.core.statements.roll_forward import FormRow, footing_faults
from tests.cases.books import new_company
from tests.cases.figures import minor
from tests.cases.filed import MONTHS, first_day, kinds_of, rows_from_books
from tests.cases.record import Case, rows_of
from tests.cases.stock import money
from tests.cases.waiting import Waits


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Enter the movements of each period into fresh books, and compare what the ledger says with what was published."""
    if not {"opening", "periods"} <= case.inputs.keys():
        raise Waits(f"a roll-forward with {', '.join(sorted(case.inputs))}")
    periods = rows_of(case.inputs["periods"])
    kinds_of(periods)
    company = new_company(framework, opens_on=first_day(), months=MONTHS)
    found = list(rows_from_books(company, case.inputs["opening"], periods))
    given = [given_row(row) for row in rows_of(case.inputs.get("as_published", []))]
    faults = footing_faults(rows=given, successive=True, expected=found) if given else []
    return {
        "rows": [_said(row) for row in found], "holds": not faults,
        "fault_in_row": faults[0].row if faults else "", "fault_in_column": faults[0].column if faults else "",
    }  # fmt: skip


def given_row(row: Mapping[str, Any]) -> FormRow:
    """Return a row as it was published."""
    return FormRow(
        name=row["period"], opening_minor=minor(row["opening"]), closing_minor=minor(row["closing"]),
        movements={title: minor(amount) for title, amount in row["movements"].items()},
    )  # fmt: skip


def _said(row: FormRow) -> Mapping[str, Any]:
    return {
        "period": row.name, "opening": money(row.opening_minor), "closing": money(row.closing_minor),
        "movements": {title: money(amount) for title, amount in row.movements.items()},
    }  # fmt: skip
