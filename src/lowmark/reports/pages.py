"""Write a report as pages: a PDF that typst sets from our own template, to which the content is handed as data.

Before this: `described`. After this: whoever prints it. Nothing of the content is ever read as markup: a supplier
called `#panic("x")` is printed so. Source: typst, `sys.inputs`.
"""

import re
from datetime import UTC, date, datetime
from typing import Any, Final

from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.problems import Problem
from lowmark.reports.described import Cell, Column, Report, Table, plain
from lowmark.reports.typeset import PAPERS, typeset

_LONG: Final = re.compile(r"\S{25,}")
_SEAM: Final = re.compile(r"(?<=[:/_.-])(?=\w)|(?<=[a-z])(?=[A-Z])")
ABSENT: Final = Problem("extra_missing", "PDF needs typst, which is not installed",
                        hint="install Lowmark with its extra `reports`, or ask for xlsx")  # fmt: skip


def pages(report: Report, *, paper: str = "letter") -> bytes:
    """Return a report as the bytes of a PDF.

    Raises: Problem ``extra_missing``.

    >>> said = dict(code="x", title="X", entity="MAPLE", entity_name="Maple", book="ifrs", framework="ifrs",
    ...             period="", as_of=date(2026, 10, 31), known_seq=1, currency="CAD")
    >>> pages(Report(**said, tables=(Table(title="X", period="", columns=(Column("A"),), rows=()),)))[:4]
    b'%PDF'
    """
    as_of = datetime(report.as_of.year, report.as_of.month, report.as_of.day, tzinfo=UTC)
    made = _compile(report, paper, format="pdf", timestamp=as_of)
    assert isinstance(made, bytes), "one document is one file"
    return made


def pictures(report: Report, *, paper: str = "letter", ppi: int = 72) -> list[bytes]:
    """Return each page of a report as a PNG.

    Raises: Problem ``extra_missing``.
    """
    made = _compile(report, paper, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def content(report: Report, *, paper: str = "letter") -> dict[str, Any]:
    """Return what the template is given: texts that are ready to be set, and how each cell stands.

    >>> said = dict(code="x", title="X", entity="MAPLE", entity_name="#panic(1)", book="ifrs", framework="ifrs",
    ...             period="", as_of=date(2026, 10, 31), known_seq=1, currency="CAD", tables=())
    >>> content(Report(**said))["entity"]
    '#panic(1)'
    """
    return {
        "paper": PAPERS[paper], "entity": plain(report.entity_name), "title": plain(report.title),
        "period": report.period, "basis": plain(report.basis), "hash": report.content_hash,
        "notes": [plain(note) for note in report.notes],
        "tables": [_table(table, report.currency) for table in report.tables],
    }  # fmt: skip


def _compile(report: Report, paper: str, **options: Any) -> Any:
    return typeset("report.typ", {"report": content(report, paper=paper)}, absent=ABSENT, **options)


def _table(table: Table, currency: str) -> dict[str, Any]:
    places = [table.decimals(place) for place in range(len(table.columns))]
    return {
        "title": plain(table.title), "period": table.period, "notes": [plain(note) for note in table.notes],
        "columns": [{"title": plain(column.title), "right": column.is_numeric, "width": column.width} for column in table.columns],
        "rows": [
            {"style": row.style, "level": row.level,
             "cells": [shown(cell, column, currency, decimals)
                       for cell, column, decimals in zip(row.cells, table.columns, places, strict=True)]}
            for row in table.rows
        ],
    }  # fmt: skip


def shown(cell: Cell, column: Column, currency: str, decimals: int) -> str:
    """Write a cell for the eye: negatives in parentheses, a dash for zero, nothing for nothing.

    >>> money, quantity = Column("CAD", "money"), Column("Quantity", "quantity")
    >>> shown(-123450, money, "CAD", 0), shown(0, money, "CAD", 0), shown(None, money, "CAD", 0)
    ('(1,234.50)', '–', '')
    >>> shown(2_500_000, quantity, "CAD", 2)
    '2.50'
    """
    if cell is None or cell == "":
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return breakable(plain(cell))
    if column.kind == "count":
        return f"{cell:,}"
    if cell == 0:
        return "–"
    return present_minor(cell, currency) if column.kind == "money" else _scaled(cell, decimals)


def breakable(text: str) -> str:
    """Let a long word without blanks, such as a tag, be broken where its parts meet.

    >>> breakable("ifrs-full:Inventories"), len(breakable("ifrs-full:InventoryWritedownOfTheYear2011"))
    ('ifrs-full:Inventories', 47)
    """
    return _LONG.sub(lambda found: _SEAM.sub("\u200b", found.group()), text)


def _scaled(micro: int, decimals: int) -> str:
    whole, rest = divmod(abs(micro), 10**6)
    text = f"{whole:,}" + (f".{rest:06d}"[: decimals + 1] if decimals else "")
    return f"({text})" if micro < 0 else text
