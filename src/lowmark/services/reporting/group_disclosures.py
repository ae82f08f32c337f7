"""The note on inventories of a group, as a report: each fact with its paragraph and the figure of the group's statements."""

from lowmark.reports.described import Column, Report, Row, Table
from lowmark.services.operations.group_disclosures import OPERATION, AllowanceLine, Response
from lowmark.services.reporting.asking import Asking, during, words
from lowmark.services.reporting.disclosures import by_nature, note_of

COLUMNS = ("opening_minor", "charged_minor", "reversed_minor", "released_minor", "used_minor", "other_minor",
           "translation_minor", "closing_minor")  # fmt: skip


def describe(asking: Asking) -> Report:
    """Return the note of a consolidation.

    Raises: Problem, as `group-disclosures` does.
    """
    request = asking.request
    found: Response = asking.ask(OPERATION, consolidation=request.consolidation, circumstances=request.circumstances,
                                 pledged=request.pledged)  # fmt: skip
    notes = [f"Of consolidation {found.consolidation}: {', '.join(found.members)}."]
    notes += [f"To be put right: {fault}" for fault in found.faults]
    return asking.described(
        title="Note on inventories of the group", as_of=found.as_of, period=during(found.first_on, found.as_of),
        tables=tables_of(found), notes=notes, currency=found.currency, framework=found.framework,
    )  # fmt: skip


def tables_of(found: Response) -> list[Table]:
    """Return the facts, the allowance of the group and the cost of sales by nature."""
    period = during(found.first_on, found.as_of)
    stated = [line.statement_minor for line in found.lines]
    return [
        note_of(found.lines, stated, title="Note on inventories of the group", period=period, per="statements"),
        _allowance(found, period),
        by_nature(found, period, per="statements"),
    ]


def _allowance(found: Response, period: str) -> Table:
    """Return the roll-forward, whose last row adds up the others."""
    columns = (Column("", width=3), *(Column(words(name.removesuffix("_minor")), "money") for name in COLUMNS))
    last = len(found.allowance) - 1
    rows = tuple(
        Row(cells=(_named(line), *(getattr(line, name) for name in COLUMNS)), style="total" if at == last else "line",
            adds=tuple(range(last)) if at == last else ())
        for at, line in enumerate(found.allowance)
    )  # fmt: skip
    return Table(title="Allowance of the group", period=period, columns=columns, rows=rows)


def _named(line: AllowanceLine) -> str:
    return "Group" if line.is_total else line.member or "Test of stock at group cost"
