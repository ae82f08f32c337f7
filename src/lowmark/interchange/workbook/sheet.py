"""Read one sheet, cell by cell as it is unpacked: never more of it is held than one row.

Before this: `parts` has found the sheet and what it shares with others. After this: `child` hands the rows on. How
large the sheet says it is does not matter here; only cells count that are there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Final

from lowmark.interchange.workbook.cell import Said, day_text, number_text, unescape, written_day
from lowmark.interchange.workbook.markup import TEXT_CHARACTERS, Unreadable, feed, parser
from lowmark.interchange.workbook.parts import YES, Parts

ROWS: Final = 1_048_576
COLUMNS: Final = 16_384

_LETTERS: Final = re.compile(r"[A-Z]{1,3}")
_ROW: Final = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(slots=True)
class Row:
    """One row as the spreadsheet numbers it: its texts by their place, and the code of each cell that is refused."""

    number: int
    texts: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)

    def is_blank(self) -> bool:
        """Say whether nothing stands in the row."""
        return not self.refused and not any(text.strip() for text in self.texts.values())


class SheetReader:
    """Turns the elements of a sheet's part into rows, and calls `take` with each that is not blank.

    A sheet has millions of cells, and each begins, ends and holds a text: what is done for every one of them is done
    with as few calls as will do.
    """

    def __init__(self, parts: Parts, take: Callable[[Row], object]) -> None:
        self.parts = parts
        self.take = take
        self.merged = ""
        self.row = Row(0)
        self.row_number = ""
        self.place = -1
        self.letters: list[str] = []
        self.cell: dict[str, str] = {}
        self.has_formula = False
        self.formulas = self.hidden_rows = self.hidden_columns = 0
        self.is_hidden = False
        self.is_spoken = False
        self.pieces: list[str] = []
        self.parser = parser(self._start, self._end)

    def read(self, part: IO[bytes]) -> str:
        """Read a sheet to its end; return the first range of cells that are merged into one, if any are."""
        feed(self.parser, part)
        return self.merged

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        if name == "v" or (name == "t" and not self.is_spoken):
            self.parser.CharacterDataHandler = self.pieces.append
        elif name == "c":
            self.cell, self.has_formula = attributes, False
            place = self.place = self.place + 1
            said = attributes.get("r")
            if said and (place >= len(self.letters) or said != self.letters[place] + self.row_number):
                self._skip(said)
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self._begin_row(attributes.get("r", ""))
            self.is_hidden = attributes.get("hidden", "") in YES
        elif name == "col":
            self.hidden_columns += attributes.get("hidden", "") in YES
        elif name == "rPh":
            self.is_spoken = True

    def _end(self, name: str) -> None:
        """Take what an element held that ends."""
        if name == "v" or name == "t":
            self.parser.CharacterDataHandler = None
        elif name == "c":
            if self.pieces or self.has_formula:
                self._end_cell()
        elif name == "row":
            if not self.row.is_blank():
                self.hidden_rows += self.is_hidden
                self.take(self.row)
        elif name == "rPh":
            self.is_spoken = False
        elif name == "sheetData":
            self.parser.StartElementHandler = self._after

    def _after(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of what is said of the cells after the last of them."""
        if name.rpartition(":")[2] == "mergeCell" and not self.merged:
            self.merged = attributes.get("ref", "")[:40] or "?"

    def _begin_row(self, said: str) -> None:
        number = self.row.number + 1
        if said:
            if not _ROW.fullmatch(said):
                raise Unreadable("a row without a number")
            if int(said) < number:
                raise Unreadable("a row twice, or out of order")
            number = int(said)
        self.row, self.row_number, self.place = Row(number), str(number), -1

    def _skip(self, said: str) -> None:
        """Find the place of a cell that is not the next one, or is farther out than any before."""
        letters = said.rstrip("0123456789")
        found = _column(letters)
        if found < self.place or said != letters + self.row_number:
            raise Unreadable("a cell twice, out of order, or out of its row")
        if found >= COLUMNS:
            raise Unreadable("a cell beyond the last column")
        self.letters += (_letters(place) for place in range(len(self.letters), found + 1))
        self.place = found

    def _end_cell(self) -> None:
        raw = "".join(self.pieces)[:TEXT_CHARACTERS]
        self.pieces.clear()
        kind = self.cell.get("t", "n")
        if kind == "s":
            text, code = self._shared(raw), ""
        elif kind == "n" and raw and "s" not in self.cell:
            text, code = number_text(raw)
        else:
            text, code = self._said(raw, kind)
        if self.has_formula and not code:
            self.formulas += 1
        if text:
            self.row.texts[self.place] = text
        if code:
            self.row.refused[self.place] = code

    def _said(self, raw: str, kind: str) -> Said:
        if kind in {"str", "inlineStr"}:
            return unescape(raw), ""
        if not raw:
            return "", "no_result"
        match kind:
            case "n":
                if self._shows_days():
                    return day_text(raw, from_1904=self.parts.from_1904)
                return number_text(raw)
            case "b" if raw in {"0", "1"}:
                return ("false", "true")[int(raw)], ""
            case "e":
                return raw, "error_value"
            case "d":
                return written_day(raw)
            case _:
                raise Unreadable("a cell of a kind that there is not")

    def _shared(self, raw: str) -> str:
        # int() takes signs, spaces and the digits of other scripts.
        if raw.isascii() and raw.isdigit() and len(raw) < 10 and (number := int(raw)) < len(self.parts.texts):
            return self.parts.texts[number]
        raise Unreadable("a shared text that there is not")

    def _shows_days(self) -> bool:
        style = self.cell.get("s", "")
        if not style or not self.parts.days:
            return False
        if not (style.isascii() and style.isdigit() and len(style) < 7 and int(style) < len(self.parts.days)):
            raise Unreadable("a style that there is not")
        return self.parts.days[int(style)]


def _column(letters: str) -> int:
    """Return the place of a column by its letters.

    >>> _column("A"), _column("XFD")
    (0, 16383)
    """
    if not _LETTERS.fullmatch(letters):
        raise Unreadable("a cell without a place")
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _letters(place: int) -> str:
    """Return the letters of a column by its place.

    >>> _letters(0), _letters(25), _letters(26), _letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    place += 1
    while place:
        place, last = divmod(place - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
