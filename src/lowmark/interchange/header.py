"""Recognise columns by their names, whatever their case and spaces, and by the names that others use.

Before this: the readers. After this: `read`. An unknown column is a fault, and the nearest known name is offered: a
column that is silently left out would be data silently dropped.
"""

import difflib

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.faults import Faults
from lowmark.interchange.words import CELL_BYTES

_NAME_SHOWN = 60


def recognise(header: tuple[str, ...], table: ImportTable, faults: Faults, *, row: int = 1) -> dict[str, int]:
    """Return the place in the file of each column that it has, by the column's own name.

    >>> from lowmark.interchange.tables import find_table
    >>> faults = Faults("items.csv")
    >>> recognise(("SKU", "Item name", "Item Class", "Colour"), find_table("items"), faults)
    {'item': 0, 'name': 1, 'item_class': 2}
    >>> print(faults.problems()[0])
    items.csv, row 1, column Colour: items has no such column: 'Colour' [unknown_column]; leave it out; the columns ...
    """
    known = table.by_any_name()
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        column = known.get(plain_name(name))
        if column is None:
            _refuse(name, table, known, faults, row)
        elif column.name in places:
            other = header[places[column.name]]
            faults.of_file(Problem("duplicate_column", f"{other[:_NAME_SHOWN]!r} means {column.name} already",
                                   hint="leave one of them out"), row=row, column=name[:_NAME_SHOWN])  # fmt: skip
        else:
            places[column.name] = place
            if name != column.name:
                faults.note("read_as", f"{name[:_NAME_SHOWN]!r} is read as {column.name}", row=row, column=column.name)
    _require(places, table, faults)
    return places


def plain_name(name: str) -> str:
    """Return a name as names are compared: small letters, words joined.

    >>> plain_name(" Unit  Cost ")
    'unit_cost'
    """
    return "_".join(name[:CELL_BYTES].casefold().replace("-", " ").replace("_", " ").split())


def _refuse(name: str, table: ImportTable, known: dict[str, ImportColumn], faults: Faults, row: int) -> None:
    near = difflib.get_close_matches(plain_name(name)[:_NAME_SHOWN], known, n=1)
    if not name.strip():
        problem = Problem("unnamed_column", "a column has no name", hint="name it, or take it out")
    elif near:
        problem = Problem("unknown_column", f"{table.name} has no such column", hint=f"did you mean {near[0]}?")
    else:
        names = ", ".join(column.name for column in table.columns)
        problem = Problem("unknown_column", f"{table.name} has no such column",
                          hint=f"leave it out; the columns are {names}")  # fmt: skip
    faults.of_file(problem, row=row, column=name[:_NAME_SHOWN], value=name)


def _require(places: dict[str, int], table: ImportTable, faults: Faults) -> None:
    missing = [(column.name, column.name) for column in table.columns if column.required and column.name not in places]
    missing += [(one, f"{one} or {other}") for one, other in table.alternatives if not {one, other} & places.keys()]
    missing += [(group[0], " or ".join(group)) for group in table.any_of if not set(group) & places.keys()]
    for name, said in missing:
        column = table.column(name)
        faults.of_file(Problem("missing_column", f"{table.name} needs a column {said}",
                               hint=f"{column.meaning}, such as {column.example}"), column=name)  # fmt: skip


def ragged_row(_: str, *, fields: int, wanted: int) -> Problem:
    """Return what is wrong with a row that has not as many fields as the header."""
    return Problem("ragged_row", f"the row has {fields} fields and the header has {wanted}",
                   hint="put a field that holds a comma in quotation marks")  # fmt: skip
