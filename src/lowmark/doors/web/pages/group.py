"""The group: where each member stands, and its latest consolidation with worksheet, eliminations and statements."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lowmark.core.kinds.problems import Problem
from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.fields import optional_day
from lowmark.doors.web.files import links
from lowmark.doors.web.navigation import may

COLUMNS = (
    ("members_minor", "Members"), ("balances_minor", "Balances"), ("sales_minor", "Sales"), ("profit_minor", "Profit and tax"),
    ("retest_minor", "Test at group cost"), ("investment_minor", "Investments"), ("non_controlling_minor", "Other owners"),
    ("group_minor", "Group"),
)  # fmt: skip
"""The columns of the worksheet; one in which nothing stands is left out."""


@require_safe
@page
def group(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the group at whose head an entity stands: the day asked for, else that of its latest consolidation."""
    shown, refused = _latest(request, entity)
    asked = optional_day(request.GET.get("as_of", ""), "as_of")
    as_of = asked or (shown.as_of if shown is not None else datetime.now(UTC).date())
    board = ask(request, "group-close", entity=entity, as_of=as_of)
    mine = roles(request, entity)
    columns = [] if shown is None else [(name, title) for name, title in COLUMNS if _stands(shown.worksheet, name)]
    return show(
        request, "group.html", entity=entity, board=board, shown=shown, refused=refused, columns=columns,
        rows=[] if shown is None else [(row, [getattr(row, name) for name, _ in columns]) for row in shown.worksheet],
        files=[] if shown is None else links(entity, "consolidation", mine, consolidation=shown.consolidation),
        statements=[] if shown is None else _statements(shown.lines), may_consolidate=may("consolidate", mine),
    )  # fmt: skip


def _latest(request: HttpRequest, entity: str) -> tuple[Any, Problem | None]:
    """Return the consolidation asked for, else the latest; or why there is none to be seen."""
    try:
        name = request.GET.get("consolidation", "")
        return ask(request, "show-consolidation", entity=entity, consolidation=name), None
    except Problem as problem:
        if problem.code not in {"not_found", "not_granted"}:
            raise
        return None, problem


def _stands(rows: Any, name: str) -> bool:
    """Say whether anything stands in a column; the members' and the group's own are always shown."""
    return name in {"members_minor", "group_minor"} or any(getattr(row, name) for row in rows)


def _statements(lines: Any) -> list[tuple[str, list[Any]]]:
    """Return the lines of each statement, by its title."""
    found: dict[str, list[Any]] = {}
    for line in lines:
        found.setdefault(line.statement.replace("_", " ").capitalize(), []).append(line)
    return list(found.items())
