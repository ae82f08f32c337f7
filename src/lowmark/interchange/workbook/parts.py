"""Find the parts of a workbook: its sheets by name, the texts that they share, and which formats show days.

Before this: an archive. After this: `sheet` reads one of the sheets.
"""

import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Final

from lowmark.interchange.workbook.cell import shows_days, unescape
from lowmark.interchange.workbook.markup import TEXT_CHARACTERS, Unreadable, feed, parser

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
YES: Final = {"1", "true"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that a person sees: its name, and the part that holds it."""

    name: str
    part: str


@dataclass(slots=True)
class Parts:
    """What all sheets of a workbook share.

    Domain: `days` says of each cell style whether it shows days; `from_1904` which day is number 0.
    """

    sheets: list[Sheet] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    days: list[bool] = field(default_factory=list)
    from_1904: bool = False


def open_parts(archive: zipfile.ZipFile) -> Parts:
    """Return the parts of a workbook; sheets that are hidden are named apart."""
    relations = _relations(archive)
    parts = Parts()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            parts.from_1904 = attributes.get("date1904", "") in YES
        elif name == "sheet" and attributes.get("state", "visible") != "visible":
            parts.hidden.append(attributes.get("name", ""))
        elif name == "sheet":
            number = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, part = relations.get(number, ("", ""))
            if kind == "worksheet":
                parts.sheets.append(Sheet(attributes.get("name", ""), part))

    _read(archive, _WORKBOOK, start)
    shared = {kind: part for kind, part in relations.values() if kind in {"sharedStrings", "styles"}}
    if "sharedStrings" in shared:
        parts.texts = _shared_texts(archive, shared["sharedStrings"])
    if "styles" in shared:
        parts.days = _day_styles(archive, shared["styles"])
    return parts


def _relations(archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Return what the workbook is made of: the kind of each part and its name, by the number of the relation."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode", "Internal") == "Internal":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], target

    _read(archive, _RELATIONS, start)
    return found


def _read(archive: zipfile.ZipFile, part: str, start: object) -> None:
    assert callable(start)
    with archive.open(part) as opened:
        feed(parser(start, lambda _: None), opened)


def _shared_texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Return the shared texts, without what only helps to pronounce them."""
    texts: list[str] = []
    pieces: list[str] = []
    spoken = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal spoken
        if name == "rPh":
            spoken += 1
        elif name == "t" and not spoken:
            made.CharacterDataHandler = pieces.append

    def end(name: str) -> None:
        nonlocal spoken
        if name == "t":
            made.CharacterDataHandler = None
        elif name == "rPh":
            spoken -= 1
        elif name == "si":
            texts.append(unescape("".join(pieces)[:TEXT_CHARACTERS]))
            pieces.clear()

    made = parser(start, end)
    with archive.open(part) as opened:
        feed(made, opened)
    return texts


def _day_styles(archive: zipfile.ZipFile, part: str) -> list[bool]:
    """Return of each cell style whether it shows days."""
    codes: dict[int, str] = {}
    days: list[bool] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            number = _whole(attributes.get("numFmtId", "0"))
            days.append(shows_days(number, codes.get(number, "")))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    with archive.open(part) as opened:
        feed(parser(start, end), opened)
    return days


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Unreadable("a number that is none")
    return int(text)
