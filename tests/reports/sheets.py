"""Read a workbook back as it is written, by its XML alone: what is in each cell, of which type, and by which formula."""

import io
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class Cell:
    """A cell: a text or a number, its formula, and how it looks."""

    value: str | Decimal
    formula: str
    style: int


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its cells by row and column (counted from zero), and its XML."""

    name: str
    cells: dict[tuple[int, int], Cell]
    xml: str

    def column(self, place: int) -> dict[int, str | Decimal]:
        """Return what stands in a column, by row."""
        return {row: cell.value for (row, column), cell in self.cells.items() if column == place}


def read(content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = _texts(archive)
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
        found = []
        for number, name in enumerate(names, start=1):
            xml = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            found.append(Sheet(name, dict(_cells(xml, texts)), xml))
    return found


def part(content: bytes, name: str) -> str:
    """Return a part of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def parts(content: bytes) -> list[str]:
    """Return the names of a workbook's parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def place(reference: str) -> tuple[int, int]:
    """Return row and column of a reference such as B7, counted from zero."""
    matched = REFERENCE.fullmatch(reference)
    assert matched, reference
    column = 0
    for letter in matched[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(matched[2]) - 1, column - 1


def summed(sheet: Sheet, formula: str) -> Decimal:
    """Return what a formula of ours comes to: sums of cells and spans, less others."""
    total = Decimal(0)
    for sign, inside in re.findall(r"(-?)SUM\(([^)]*)\)", formula):
        for span in inside.split(","):
            first, _, last = span.partition(":")
            (top, column), (bottom, _) = place(first), place(last or first)
            figures = [sheet.cells[row, column].value for row in range(top, bottom + 1) if (row, column) in sheet.cells]
            total += sum((one for one in figures if isinstance(one, Decimal)), Decimal(0)) * (-1 if sign else 1)
    return total


def _texts(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = ET.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(one.text or "" for one in item.iter(f"{MAIN}t")) for item in root.iter(f"{MAIN}si")]


def _cells(xml: str, texts: list[str]):
    for cell in ET.fromstring(xml).iter(f"{MAIN}c"):
        value, formula = cell.find(f"{MAIN}v"), cell.find(f"{MAIN}f")
        if value is None or value.text is None:
            continue
        shown = texts[int(value.text)] if cell.attrib.get("t") == "s" else Decimal(value.text)
        written = "" if formula is None else formula.text or ""
        yield place(cell.attrib["r"]), Cell(shown, written, int(cell.attrib.get("s", 0)))
