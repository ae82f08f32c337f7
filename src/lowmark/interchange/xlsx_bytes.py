"""Read a sheet of a workbook (.xlsx): its cells become the text that they would be in a CSV file, under one grammar.

Before this: the bytes of a file. After this: `header` and `cells`. The sheet is the one that is named like the table,
or else the only one that has all its columns. Its header is the first row in which something stands. Rows that filters
or people have hidden are rows like others; hidden sheets are passed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import ImportTable
from lowmark.interchange.faults import SHOWN, Faults
from lowmark.interchange.header import plain_name, ragged_row
from lowmark.interchange.texts import FILE_COLUMNS, NOTHING, Texts, Unread
from lowmark.interchange.workbook.archive import NOT_XLSX, TOO_LARGE, judge_archive
from lowmark.interchange.workbook.limited import LIMITS, Child, Limits, Stopped, reading_workbook
from lowmark.interchange.workbook.sheet import ROWS

_STOPPED: Final = {
    "too_large": TOO_LARGE,
    "too_many_rows": Problem("too_many_rows", f"the sheet has more than {ROWS:,} rows", hint="send it in parts"),
    "unreadable": NOT_XLSX,
}
_UNREAD: Final = {
    "error_value": Problem("error_value", "the cell holds an error instead of a value",
                           hint="mend its formula, or what that refers to"),
    "no_result": Problem("no_result", "the cell holds a formula, and its result was not saved",
                         hint="open the workbook, let it calculate and save it, or send the values"),
    "too_precise": Problem("too_precise", "the number has more digits than the 15 that a spreadsheet keeps",
                           hint="round it, such as with =ROUND(A1, 2), or write it as text"),
    "time_of_day": Problem("time_of_day", "the day has a time in it", hint="write the day alone, such as 2026-10-31"),
    "no_day": Problem("bad_day", "the cell is formatted as a day and holds a number that is none",
                      hint="write it as year-month-day, such as 2026-10-31"),
}  # fmt: skip


_SAID: Final = {
    "formulas": "cells hold formulas; what counts is the result that was saved with them",
    "hidden_rows": "rows are hidden, and count like others",
    "hidden_columns": "runs of columns are hidden, and count like others",
}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a sheet: its name, where it stands among the others, and the first row in which something is."""

    name: str
    place: int
    row: int
    header: tuple[str, ...]


def read_xlsx(content: bytes, table: ImportTable, faults: Faults, limits: Limits = LIMITS) -> Texts:
    """Read the columns of a sheet as text; what cannot be read is added to ``faults``.

    >>> from lowmark.interchange.tables import find_table
    >>> faults = Faults("items.xlsx")
    >>> read_xlsx(b"PK and nothing else", find_table("items"), faults).header, faults.count
    ((), 1)
    """
    refusal = judge_archive(content)
    if refusal is not None:
        faults.of_file(refusal)
        return NOTHING
    try:
        with reading_workbook(content, limits) as child:
            return _read(child, table, faults)
    except Stopped as stopped:
        faults.of_file(_STOPPED[stopped.code])
    # The child is not trusted: what it says may be anything.
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, pl.exceptions.PolarsError):
        faults.of_file(NOT_XLSX)
    return NOTHING


def _read(child: Child, table: ImportTable, faults: Faults) -> Texts:
    first = child.line()
    heads = [
        Head(str(said["name"])[:31], place, int(said["row"]), tuple(str(name) for name in said["header"]))
        for place, said in enumerate(first["sheets"])
    ]
    head = choose([head for head in heads if head.row], table)
    if isinstance(head, Problem):
        faults.of_file(head)
        return NOTHING
    faults.sheet = head.name
    for name in first["hidden"]:
        faults.note("hidden_sheet", f"the hidden sheet {str(name)[:31]!r} was passed over", hint="show it if it counts")
    if first["from_1904"]:
        faults.note("from_1904", "the workbook counts its days from 1904; they were read so")
    if not head.header:
        faults.of_file(Problem("no_header", "the first row is empty", hint="it names the columns"), row=head.row)
        return NOTHING
    if len(head.header) > FILE_COLUMNS:
        faults.of_file(Problem("too_many_columns", f"the file has more than {FILE_COLUMNS} columns"), row=head.row)
        return NOTHING
    child.ask(head.place)
    return _Taken(head).all(child, faults)


def choose(heads: Sequence[Head], table: ImportTable) -> Head | Problem:
    """Return the sheet that is meant, or why that cannot be said.

    >>> from lowmark.interchange.tables import find_table
    >>> heads = [Head("Read me", 0, 1, ("Thank you",)), Head("May", 1, 1, ("Path", "Kind"))]
    >>> choose(heads, find_table("locations")).name
    'May'
    >>> print(choose([*heads, Head("June", 2, 1, ("Location",))], find_table("locations")))
    more than one sheet can be locations: May, June [many_sheets]; name the one that is meant locations
    """
    if not heads:
        return Problem("empty_file", "the file is empty", hint="its first row names the columns")
    named = [head for head in heads if plain_name(head.name) == table.name]
    whole = named or [head for head in heads if _lacks(head, table) == 0]
    if not whole:
        known = [(_known(head, table), head) for head in heads]
        most = max(count for count, _ in known)
        whole = [head for count, head in known if count == most]
    if len(whole) > 1:
        return Problem("many_sheets", f"more than one sheet can be {table.name}: {_names(whole)}",
                       hint=f"name the one that is meant {table.name}")  # fmt: skip
    return whole[0]


def _names(heads: Sequence[Head]) -> str:
    return ", ".join(head.name for head in heads[:10]) + (" and others" if len(heads) > 10 else "")


def _columns(head: Head, table: ImportTable) -> set[str]:
    known = table.by_any_name()
    return {known[plain_name(name)].name for name in head.header if plain_name(name) in known}


def _known(head: Head, table: ImportTable) -> int:
    return len(_columns(head, table))


def _lacks(head: Head, table: ImportTable) -> int:
    there = _columns(head, table)
    needed = [{column.name} for column in table.columns if column.required]
    return sum(not (names & there) for names in [*needed, *(set(pair) for pair in table.alternatives)])


class _Taken:
    """The rows of a sheet as they come, in batches by column."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.rows: list[pl.Series] = [pl.Series([], dtype=pl.Int64)]
        self.columns: list[list[pl.Series]] = [[pl.Series([], dtype=pl.String)] for _ in head.header]
        self.unread: dict[tuple[int, str], list[int]] = {}
        self.height = 0

    def all(self, child: Child, faults: Faults) -> Texts:
        """Take the lines of the child to the last."""
        while "rows" in (said := child.line()):
            self._batch(said, faults)
        if said["merged"]:
            faults.of_file(Problem("merged_cells", f"cells are merged: {str(said['merged'])[:40]}",
                                   hint="unmerge them, and write a value in each"))  # fmt: skip
        for code, words in _SAID.items():
            if (count := int(said[code])) > 0:
                faults.note(code, f"{count} {words}")
        columns = tuple(pl.concat(parts) for parts in self.columns)
        unread = tuple(
            Unread(place, pl.Series(at, dtype=pl.Int64), _UNREAD[code]) for (place, code), at in self.unread.items()
        )
        rows = pl.concat(self.rows)
        assert all(len(column) == len(rows) for column in columns)
        return Texts(self.head.header, columns, rows, int(said["n_rows"]), header_row=self.head.row, unread=unread)

    def _batch(self, said: dict[str, Any], faults: Faults) -> None:
        numbers = pl.Series(said["rows"], dtype=pl.Int64, strict=True)
        if len(said["columns"]) != len(self.columns):
            raise ValueError("the batch has other columns than the header")
        for place, values in enumerate(said["columns"]):
            column = pl.Series(values, dtype=pl.String, strict=True)
            if len(column) != len(numbers) or column.null_count():
                raise ValueError("the batch is ragged")
            self.columns[place].append(column)
        for at, place, code in said["refused"]:
            self.unread.setdefault((int(place), str(code)), []).append(self.height + int(at))
        for row, fields, shown in said["ragged"][:SHOWN]:
            why = partial(ragged_row, fields=int(fields), wanted=len(self.columns))
            faults.of_rows([(int(row), str(shown))], count=1, column="", why=why)
        faults.count += max(0, len(said["ragged"]) - SHOWN)
        self.rows.append(numbers)
        self.height += len(numbers)
