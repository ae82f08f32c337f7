"""Roll-forwards of allowances: a filing's movements entered as moves, and its columns back out of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from lowmark.core.statements.roll_forward import FormRow, column_of, footing_faults, in_form, roll_forward
from tests.cases.figures import minor
from tests.cases.record import Case, Figure, rows_of
from tests.cases.stock import NOTHING, is_less, money
from tests.cases.tables import stacked
from tests.cases.waiting import Waits

WORDS: Final = (
    (r"other.accounts|acquir", ("acquisition", "")),
    (r"charged|addition|provision|expense|creat|increase", ("charge", "")),
    (r"dispos.*reclass|written.?off|write.?off|scrap|used|utili[sz]ation$", ("use", "scrap")),
    (r"deduction|release|utili[sz]|sold|sale$|reduction|decrease", ("release", "sale")),
    (r"revers|recover", ("reverse", "")),
    (r"currency|translation|exchange|fx", ("translation", "")),
    (r"transfer|reclass", ("transfer", "")),
    (r"dispos|divest", ("disposal", "")),
    (r"other|net|restate|held", ("other", "")),
)
"""What the title of a filing's column most likely is, the first that fits: the kind of move, and what caused it."""

ANY_SIGN: Final = (("other", ""), ("transfer", ""), ("translation", ""))
"""What a title is otherwise, or where another has taken its column or it goes both ways."""

ADDS: Final = {"charge", "acquisition"}
TAKES: Final = {"use", "release", "reverse", "disposal"}
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
    kinds = _kinds(periods)
    years = dict(enumerate(periods, start=FIRST_YEAR))
    rows = [("opening", "", date(FIRST_YEAR, 1, 1), minor(opening))]
    for year, period in years.items():
        day = date(year, 6, 30)
        rows.extend((*kinds[title], day, minor(amount)) for title, amount in period["movements"].items())
    moves = stacked(rows, ("kind", "cause", "accounting_on", "amount_minor"))
    for year, period in years.items():
        form = {title: (column_of(*kinds[title]),) for title in period["movements"]}
        found = roll_forward(moves=moves, by=(), first_on=date(year, 1, 1), last_on=date(year, 12, 31))
        yield in_form(name=period["period"], row=found.total.row(0, named=True), form=form)


def _kinds(periods: Sequence[Mapping[str, Any]]) -> Mapping[str, tuple[str, str]]:
    """Say of each title what kind of move it is, each in a column of its own and with a sign that it can have.

    Raises: Waits where there are more titles than columns.
    """
    found: dict[str, tuple[str, str]] = {}
    for title in dict.fromkeys(title for period in periods for title in period["movements"]):
        amounts = [period["movements"].get(title, NOTHING) for period in periods]
        likely = [kind for pattern, kind in WORDS if re.search(pattern, title.casefold())][:1]
        taken = {column_of(*kind) for kind in found.values()}
        free = [kind for kind in (*likely, *ANY_SIGN) if _can_be(kind[0], amounts) and column_of(*kind) not in taken]
        if not free:
            raise Waits(f"a column for {title}")
        found[title] = free[0]
    return found


def _can_be(kind: str, amounts: Sequence[Figure]) -> bool:
    """Say whether a kind of move can have such signs."""
    return not (
        (kind in ADDS and any(is_less(amount, NOTHING) for amount in amounts))
        or (kind in TAKES and any(is_less(NOTHING, amount) for amount in amounts))
    )


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
