"""Read a workbook in a process of its own, which can be stopped by the system without harm to anybody.

Before this: `limited` has started the process, with the file open and limits on its command line. After this: nothing;
what is read goes out as lines of JSON. First the headers of all sheets; then, for the sheet that is asked for on the
standard input, its rows in batches, by column; then a last line. A workbook that cannot be read is one line that says
why. Nothing here judges what the cells mean.
"""

import sys
import zipfile
from typing import IO, Final

from lowmark.interchange.bounded import read_within_limits, say
from lowmark.interchange.workbook.markup import Enough
from lowmark.interchange.workbook.parts import Parts, Sheet, open_parts
from lowmark.interchange.workbook.sheet import ROWS, Row, SheetReader

BATCH_ROWS: Final = 20_000
BATCH_CHARACTERS: Final = 4_000_000
HEADER_COLUMNS: Final = 201
"""So many names are handed on: one more than any file may have."""
_SHOWN: Final = 60


def main() -> None:
    """Read a workbook."""
    read_within_limits(_read, files=16)


def _read(file: IO[bytes]) -> None:
    with zipfile.ZipFile(file) as archive:
        _answer(archive)


def _answer(archive: zipfile.ZipFile) -> None:
    """Say what sheets there are, and the rows of the one that is asked for."""
    parts = open_parts(archive)
    headers = [_header(archive, parts, sheet) for sheet in parts.sheets]
    say({
        "hidden": [name[:_SHOWN] for name in parts.hidden[:_SHOWN]], "from_1904": parts.from_1904,
        "sheets": [
            {"name": sheet.name, "row": header.number, "header": _names(header)}
            for sheet, header in zip(parts.sheets, headers, strict=True)
        ]
    })  # fmt: skip
    asked = sys.stdin.readline().strip()
    if asked:
        _rows(archive, parts, parts.sheets[int(asked)], width=len(_names(headers[int(asked)])))


def _header(archive: zipfile.ZipFile, parts: Parts, sheet: Sheet) -> Row:
    """Return the first row of a sheet in which something stands."""
    found = Row(0)

    def take(row: Row) -> None:
        nonlocal found
        found = row
        raise Enough

    with archive.open(sheet.part) as part:
        SheetReader(parts, take).read(part)
    return found


def _names(header: Row) -> list[str]:
    """Return the names that a header holds, up to the last that says something."""
    last = max((place for place, text in header.texts.items() if text.strip()), default=-1)
    return [header.texts.get(place, "") for place in range(min(last + 1, HEADER_COLUMNS))]


class _Batches:
    """Collects rows by column and says them, a batch at a time."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.n_rows = 0
        self.is_header = True
        self.clear()

    def clear(self) -> None:
        self.rows: list[int] = []
        self.columns: list[list[str]] = [[] for _ in range(self.width)]
        self.refused: list[tuple[int, int, str]] = []
        self.ragged: list[tuple[int, int, str]] = []
        self.characters = 0

    def take(self, row: Row) -> None:
        """Take one row. One that is wider than its header is set apart."""
        if self.is_header:
            self.is_header = False
            return
        if row.number > ROWS:
            raise _TooManyRows
        self.n_rows += 1
        places = [*(place for place, text in row.texts.items() if text.strip()), *row.refused]
        if max(places) >= self.width:
            shown = ",".join(row.texts.get(place, "") for place in range(min(max(places) + 1, _SHOWN)))
            self.ragged.append((row.number, max(places) + 1, shown[:_SHOWN]))
        else:
            self._keep(row)
        if len(self.rows) + len(self.ragged) >= BATCH_ROWS or self.characters >= BATCH_CHARACTERS:
            self.say()

    def _keep(self, row: Row) -> None:
        self.refused += [(len(self.rows), place, code) for place, code in row.refused.items()]
        self.rows.append(row.number)
        for place, column in enumerate(self.columns):
            column.append(row.texts.get(place, ""))
        self.characters += sum(map(len, row.texts.values()))

    def say(self) -> None:
        """Say what was collected, and begin again."""
        say({"rows": self.rows, "columns": self.columns, "refused": self.refused, "ragged": self.ragged})
        self.clear()


class _TooManyRows(Exception):
    """The sheet goes on after the last row that a sheet can have."""


def _rows(archive: zipfile.ZipFile, parts: Parts, sheet: Sheet, *, width: int) -> None:
    """Say the rows of a sheet below its header."""
    batches = _Batches(width)
    try:
        with archive.open(sheet.part) as part:
            reader = SheetReader(parts, batches.take)
            merged = reader.read(part)
    except _TooManyRows:
        say({"stopped": "too_many_rows"})
        return
    batches.say()
    say({"merged": merged, "n_rows": batches.n_rows, "formulas": reader.formulas, "hidden_rows": reader.hidden_rows,
         "hidden_columns": reader.hidden_columns})  # fmt: skip
