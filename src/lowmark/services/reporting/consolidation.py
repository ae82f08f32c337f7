"""A consolidation as a report: its worksheet, its entries, and the statements of the group."""

from itertools import groupby
from typing import Final

from lowmark.reports.described import Column, Report, Row, Style, Table
from lowmark.services.operations.show_consolidation import OPERATION, Line, Response
from lowmark.services.reporting.asking import Asking, at, short, words

COLUMNS: Final = {
    "members_minor": "Members", "balances_minor": "Balances", "sales_minor": "Sales",
    "profit_minor": "Profit and tax", "retest_minor": "Test at group cost", "investment_minor": "Investments",
    "non_controlling_minor": "Other owners", "group_minor": "Group",
}  # fmt: skip


def describe(asking: Asking) -> Report:
    """Return a consolidation as it was made.

    Raises: Problem `not_found`; `not_granted` without a grant on each member.
    """
    found: Response = asking.ask(OPERATION, consolidation=asking.request.consolidation)
    members = ", ".join(f"{one.member} ({words(one.method).lower()}, {one.share})" for one in found.members)
    notes = [f"Consolidation {found.consolidation}, prepared by {found.prepared_by}.", f"Members: {members}.",
             f"Hash {found.run_hash}"]  # fmt: skip
    notes += [f"It would be another one now: {found.stale_because}."] if found.stale else []
    notes += [f"Significant event: {event}" for event in found.events]
    return asking.described(title=f"Consolidation {found.consolidation}", as_of=found.as_of, tables=tables_of(found),
                            currency=found.currency, framework=found.framework, notes=notes)  # fmt: skip


def tables_of(found: Response) -> list[Table]:
    """Return the worksheet, the entries and the statements."""
    period = at(found.as_of)
    return [
        _worksheet(found, period),
        *([_entries(found, period)] if found.entries else []),
        *_statements(found, period),
    ]


def _worksheet(found: Response, period: str) -> Table:
    """Return a row an account; every column comes to nothing, since debits are credits."""
    shown = [name for name in COLUMNS if name in ("members_minor", "group_minor")
             or any(getattr(row, name) for row in found.worksheet)]  # fmt: skip
    columns = (Column("Account"), Column("Name", width=3), *(Column(COLUMNS[name], "money") for name in shown))
    rows = [Row(cells=(row.account, row.name, *(getattr(row, name) for name in shown))) for row in found.worksheet]
    sums = (sum(getattr(row, name) for row in found.worksheet) for name in shown)
    rows.append(Row(cells=("", "Debits less credits", *sums), style="total", adds=tuple(range(len(rows)))))
    return Table(title="Consolidation worksheet", period=period, columns=columns, rows=tuple(rows))


def _entries(found: Response, period: str) -> Table:
    """Return what was eliminated and attributed."""
    columns = (Column("Entry", "count"), Column("Kind", width=2), Column("Member"), Column("With"), Column("Account"),
               Column("Debit", "money"), Column("Credit", "money"), Column("Because", width=4))  # fmt: skip
    rows = [
        Row(cells=(one.entry, words(one.kind), one.member, one.counterparty, one.account, max(one.amount_minor, 0) or None,
                   max(-one.amount_minor, 0) or None, one.because))
        for one in found.entries
    ]  # fmt: skip
    debit = sum(max(one.amount_minor, 0) for one in found.entries)
    credit = sum(max(-one.amount_minor, 0) for one in found.entries)
    total = Row(cells=(None, "Total", "", "", "", debit, credit, ""), style="total", adds=tuple(range(len(rows))))
    return Table(title="Consolidation entries", period=period, columns=columns, rows=(*rows, total))


def _statements(found: Response, period: str) -> list[Table]:
    tables = []
    for statement, some in groupby(found.lines, key=lambda line: line.statement):
        lines = list(some)
        rows = tuple(Row(cells=(line.caption, line.amount_minor), style=_style(lines, at_line), level=0 if line.is_total else 1)
                     for at_line, line in enumerate(lines))  # fmt: skip
        tables.append(Table(title=f"Group: {words(statement).lower()}", period=period, rows=rows,
                            columns=(Column("", width=4), Column(short(found.as_of), "money"))))  # fmt: skip
    return tables


def _style(lines: list[Line], at_line: int) -> Style:
    if not lines[at_line].is_total:
        return "line"
    return "total" if at_line + 1 == len(lines) else "subtotal"
