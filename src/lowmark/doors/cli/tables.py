"""Lay a response out: single figures as a short head, lists of rows as plain tables. Works for every operation.

Before this: `presenting`. After this: a terminal, or a file. `present/` holds what one operation says better itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

from rich import box
from rich.console import Console
from rich.table import Table

from lowmark.doors.presenting.figures import figure, is_number, label, with_currency
from lowmark.doors.presenting.rows import rows_of

RULES = box.Box("    \n    \n ── \n    \n ── \n ── \n    \n    \n")

UNLIMITED = 10_000
"""Columns of a terminal that is none: a file's lines are never wrapped."""


def console(*, stderr: bool = False) -> Console:
    """Return a console that takes no text for markup, and does not wrap what goes into a file."""
    made = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if not made.is_terminal:
        made.width = UNLIMITED
    return made


def present(response: Any, out: Console) -> None:
    """Print any response of a service: head, then one table per list of rows, with the sums that the response has."""
    currency = getattr(response, "currency", "")
    rows = rows_of(response)
    sums = {name: sums_of(response, of.kind) for name, of in rows.items()}
    summed = {figure for name, figures in sums.items() for figure in figures if rows[name].lines}
    head(response, [one.name for one in fields(response) if one.name not in rows and one.name not in summed], out)
    for name, of in rows.items():
        if of.lines:
            out.print() if name == "lines" else heading(label(name), out)
            out.print(table(of.lines, of.kind, currency=currency, sums=sums[name]))
        else:
            out.print(f"\n{label(name)}: none")


def sums_of(response: Any, kind: type) -> dict[str, int]:
    """Return the amounts and quantities of a response that carry the name of a column of its rows: their sums."""
    named = [name for name in get_type_hints(kind) if name.endswith(("_minor", "_micro"))]
    return {name: getattr(response, name) for name in named if hasattr(response, name)}


def head(response: Any, names: Iterable[str], out: Console) -> None:
    """Print the named figures of a response, one a line."""
    currency = getattr(response, "currency", "")
    facts(((label(name), with_currency(name, getattr(response, name), currency)) for name in names), out)


def facts(pairs: Iterable[tuple[str, str]], out: Console) -> None:
    """Print pairs of a name and what stands for it, in two columns."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, shown in pairs:
        grid.add_row(name, shown)
    if grid.row_count:
        out.print(grid)


def table(lines: Sequence[Any], kind: type, *, currency: str = "", sums: Mapping[str, int] | None = None) -> Table:
    """Return rows of one dataclass as a table, numbers to the right, each row in its own currency if it has one."""
    hints = get_type_hints(kind)
    made = plain()
    for name, hint in hints.items():
        made.add_column(label(name), justify="right" if is_number(hint) else "left", no_wrap=is_number(hint))
    for line in lines:
        own = getattr(line, "currency", currency)
        made.add_row(*(figure(name, getattr(line, name), currency=own) for name in hints))
    if sums:
        made.add_section()
        shown = (figure(name, sums[name], currency=currency) if name in sums else "" for name in list(hints)[1:])
        made.add_row("total", *shown, style="bold")
    return made


def plain() -> Table:
    """Return an empty table in the house's plain box: a rule under the head, and one over each sum."""
    return Table(box=RULES, show_edge=False, pad_edge=False)


def heading(title: str, out: Console) -> None:
    """Print the heading of a table, however narrow the table is."""
    out.print(f"\n{title}", style="bold")


def plain_data(value: Any) -> Any:
    """Return a value as JSON can hold it: exact integers, ISO days."""
    if is_dataclass(value):
        return {one.name: plain_data(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [plain_data(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
