"""Draw labels: a sheet of GS1 DataMatrix symbols, each with what it says beneath it in text that a person reads.

Before this: what each label says. After this: a printer. A symbol is drawn by zxing-cpp, the extra `labels`; pages and pictures
are set by typst, the extra `reports`, which an SVG sheet needs not. Sources: GS1 General Specifications 24.0, 5.6 (GS1
DataMatrix: a quiet zone of one module) and 4.14 (human readable interpretation).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

from lowmark.core.kinds.problems import Problem
from lowmark.reports.typeset import PAPERS, typeset

ACROSS: Final = 3
WIDE, TALL, SYMBOL, PITCH = 240, 120, 84, 13
"""A label of an SVG sheet, its symbol, and the height of a line of text."""

LETTERS: Final = 22
PIXELS_PER_INCH: Final = 203
"""The resolution of most label printers."""

ABSENT: Final = Problem("extra_missing", "PDF and PNG need typst, which is not installed",
                        hint="install Lowmark with its extra `reports`, or ask for svg")  # fmt: skip

_PATH: Final = re.compile(r'<path d="([^"]+)"')
_SIZE: Final = re.compile(r'<svg width="(\d+)" height="(\d+)"')


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says: in its symbol, and in the lines beside it; a symbol that is no GS1 element string is a plain one."""

    says: str
    lines: tuple[str, ...]
    is_gs1: bool


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol: so many modules wide and high, and which of them are dark, as the path of an SVG."""

    width: int
    height: int
    path: str


def symbol(label: Label) -> Symbol:
    """Return the DataMatrix of a label.

    Raises: Problem ``extra_missing``; ``bad_label`` for what cannot be drawn.

    >>> drawn = symbol(Label("(01)09501101530003(10)AB-1", (), is_gs1=True))
    >>> drawn.width >= drawn.height > 0, drawn.path[0]
    (True, 'M')
    """
    try:
        import zxingcpp
    except ImportError:
        raise Problem("extra_missing", "labels need zxing-cpp, which is not installed",
                      hint="install Lowmark with its extra `labels`") from None  # fmt: skip
    options = {"gs1": True} if label.is_gs1 else {}
    try:
        drawn = zxingcpp.create_barcode(label.says, zxingcpp.BarcodeFormat.DataMatrix, **options)
    except ValueError as error:
        raise Problem("bad_label", f"{label.says!r} cannot be a symbol: {error}",
                      hint="codes on labels are of letters, digits and a few signs, without brackets") from error  # fmt: skip
    text = drawn.to_svg(add_quiet_zones=False)
    size, path = _SIZE.search(text), _PATH.search(text)
    assert size is not None and path is not None, "a symbol has a size and dark modules"
    return Symbol(int(size[1]), int(size[2]), path[1])


def sheet(labels: Sequence[Label]) -> str:
    """Return the labels as one SVG.

    >>> text = sheet([Label("TENT-2", ("TENT-2",), is_gs1=False)])
    >>> text.startswith("<svg"), ">TENT-2</text>" in text
    (True, True)
    """
    rows = -(-len(labels) // ACROSS)
    width, height = min(ACROSS, len(labels)) * WIDE, rows * TALL
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
             f'<rect width="{width}" height="{height}" fill="#fff"/>']  # fmt: skip
    for place, label in enumerate(labels):
        x, y = place % ACROSS * WIDE, place // ACROSS * TALL
        parts.append(f'<g transform="translate({x + 8} {y + 8})">{_svg(symbol(label))}')
        parts += [
            f'<text x="{SYMBOL + 10}" y="{nth * PITCH}" font-family="monospace" font-size="10">{escape(line[:LETTERS])}</text>'
            for nth, line in enumerate(label.lines, 1)
        ]
        parts.append("</g>")
    return "".join((*parts, "</svg>"))


def pages(labels: Sequence[Label], *, paper: str = "letter") -> bytes:
    """Return the labels as the bytes of a PDF.

    Raises: Problem ``extra_missing``, ``bad_label``.
    """
    made = _compile(labels, paper, format="pdf")
    assert isinstance(made, bytes), "one document is one file"
    return made


def picture(labels: Sequence[Label]) -> bytes:
    """Return the labels as the bytes of one PNG, as long as it has to be.

    Raises: Problem ``extra_missing``, ``bad_label``.
    """
    made = _compile(labels, "", format="png", ppi=PIXELS_PER_INCH)
    return bytes(made[0] if isinstance(made, list) else made)


def _svg(drawn: Symbol) -> str:
    """Return a symbol as a nested SVG with its quiet zone."""
    box = f"-1 -1 {drawn.width + 2} {drawn.height + 2}"
    return f'<svg width="{SYMBOL}" height="{SYMBOL}" viewBox="{box}"><path d="{drawn.path}" fill="#000"/></svg>'


def _compile(labels: Sequence[Label], paper: str, **options: Any) -> Any:
    drawn = [
        {"lines": list(one.lines), "symbol": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {made.width + 2}'
         f' {made.height + 2}" width="{made.width + 2}" height="{made.height + 2}"><path d="{made.path}"/></svg>'}
        for one, made in ((label, symbol(label)) for label in labels)
    ]  # fmt: skip
    given = {"paper": PAPERS.get(paper, ""), "across": min(ACROSS, len(drawn)), "labels": drawn}
    return typeset("labels.typ", {"sheet": given}, absent=ABSENT, **options)
