"""Write a report as a workbook: a sheet a table, typed cells, rules as accountants draw them, ready to be printed.

Before this: `described`. After this: whoever opens it. A total is a formula where it foots to the last minor unit, and
a figure where it does not; a text is always a text, whatever it begins with.
"""

import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from lowmark.core.kinds.currency import exponent
from lowmark.reports.described import Cell, Column, Report, Row, Table, exact, plain
from lowmark.reports.footing import LARGEST, foots, runs

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

HEADER: Final = 5
"""The row of the column titles, counted from zero: above it stand entity, title, period and basis."""

FONT: Final = "Calibri"
_MADE_ON: Final = datetime(2000, 1, 1)  # noqa: DTZ001 -- a file says nothing of when it was written: same content, same bytes
_SINGLE, _DOUBLE = 1, 6
_WIDE: Final = 7
"""With more columns than this a page lies on its side."""


def workbook(report: Report, *, paper: str = "letter") -> bytes:
    """Return a report as the bytes of an XLSX file.

    Units:  money as numbers with the currency's decimals; quantities and ratios as numbers; days as dates.
    Domain: an amount of more than fifteen digits is a text, since a spreadsheet would round it.

    >>> said = dict(code="x", title="X", entity="MAPLE", entity_name="Maple", book="ifrs", framework="ifrs",
    ...             period="", as_of=date(2026, 10, 31), known_seq=1, currency="CAD")
    >>> workbook(Report(**said, tables=(Table(title="X", period="", columns=(Column("A"),), rows=()),)))[:2]
    b'PK'
    """
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"title": report.title, "company": report.entity_name, "created": _MADE_ON,
                             "comments": f"SHA-256 of the content: {report.content_hash}"})  # fmt: skip
        book.set_calc_mode("auto")
        taken: set[str] = set()
        for table in report.tables:
            page = book.add_worksheet(_sheet_name(table.title, taken))
            _Sheet(book, page, report, table).write(paper)
    return held.getvalue()


class _Sheet:
    """One table on one sheet."""

    def __init__(self, book: "Workbook", page: "Worksheet", report: Report, table: Table) -> None:
        self.book, self.page, self.report, self.table = book, page, report, table
        self.places = exponent(report.currency)
        self.formats: dict[tuple[Any, ...], Format] = {}

    def write(self, paper: str) -> None:
        """Write heading, columns, rows and notes, and say how the sheet is printed."""
        self._heading()
        for at, row in enumerate(self.table.rows):
            for place, (cell, column) in enumerate(zip(row.cells, self.table.columns, strict=True)):
                self._cell(at, place, cell, row, column)
            if row.note:
                self.page.write_comment(HEADER + 1 + at, 0, plain(row.note), {"x_scale": 2.5, "font_size": 9})
        self._notes(HEADER + 2 + len(self.table.rows))
        self._page(paper)

    def _heading(self) -> None:
        quiet = {"font_color": "#555555"}
        head: tuple[tuple[str, dict[str, Any]], ...] = (
            (self.report.entity_name, {"bold": True, "font_size": 14}), (self.table.title, {"bold": True, "font_size": 12}),
            (self.table.period or self.report.period, {}), (self.report.basis, quiet),
        )  # fmt: skip
        for at, (text, look) in enumerate(head):
            self.page.write_string(at, 0, plain(text), self._format(look | {"quote_prefix": True}))
        for place, column in enumerate(self.table.columns):
            titled = {"bold": True, "bottom": _SINGLE, "text_wrap": True, "valign": "bottom",
                    "align": "right" if column.is_numeric else "left"}  # fmt: skip
            self.page.write_string(HEADER, place, plain(column.title), self._format(titled))
            self.page.set_column(place, place, self._width(place, column))

    def _cell(self, at: int, place: int, cell: Cell, row: Row, column: Column) -> None:
        where = (HEADER + 1 + at, place)
        look = self._format(self._look(row, column, place))
        if cell is None or cell == "":
            return
        if isinstance(cell, date):
            self.page.write_datetime(*where, datetime(cell.year, cell.month, cell.day), look)  # noqa: DTZ001 -- a day
        elif isinstance(cell, str):
            self.page.write_string(*where, plain(cell), look)
        elif abs(cell) > LARGEST:
            self.page.write_string(*where, exact(cell, column.kind, self.report.currency), look)
        elif column.kind == "money" and foots(self.table, row, place):
            self.page.write_formula(*where, self._formula(row, place), look, _number(cell, self.places))
        else:
            self.page.write_number(*where, _number(cell, self._scale(column)), look)

    def _formula(self, row: Row, place: int) -> str:
        """Return the sum that a total is, over the cells of its own column."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        def cells(some: tuple[int, ...]) -> str:
            spans = [[xl_rowcol_to_cell(HEADER + 1 + at, place) for at in span] for span in runs(some)]
            return "SUM(" + ",".join(first if first == last else f"{first}:{last}" for first, last in spans) + ")"

        added = cells(row.adds) if row.adds else ""
        return f"={added}" + (f"-{cells(row.less)}" if row.less else "")

    def _scale(self, column: Column) -> int:
        return self.places if column.kind == "money" else 0 if column.kind == "count" else 6

    def _look(self, row: Row, column: Column, place: int) -> dict[str, Any]:
        """Return how a cell looks: bold sums, a single rule above them, a double one under the last."""
        look: dict[str, Any] = {"valign": "top"}
        if row.style != "line":
            look["bold"] = True
        if row.style in ("subtotal", "total") and column.is_numeric:
            look["top"] = _SINGLE
        if row.style == "total" and column.is_numeric:
            look["bottom"] = _DOUBLE
        if column.kind == "text":
            look |= {"quote_prefix": True, "text_wrap": column.width > 1} | ({"indent": row.level} if not place else {})
        elif column.kind == "date":
            look |= {"num_format": "yyyy-mm-dd", "align": "left"}
        else:
            look |= {"num_format": self._number_format(column, place), "align": "right"}
        return look

    def _number_format(self, column: Column, place: int) -> str:
        """Return the number format of a column: thousands apart, negatives in parentheses, a dash for nothing."""
        if column.kind == "count":
            return "#,##0_);(#,##0)"
        places = self.places if column.kind == "money" else self.table.decimals(place)
        shown = "#,##0" + (f".{'0' * places}" if places else "")
        return f'{shown}_);({shown});"–"_)'

    def _format(self, look: dict[str, Any]) -> "Format":
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_name": FONT, "font_size": 10} | look)
        return self.formats[key]

    def _width(self, place: int, column: Column) -> float:
        """Return a width in which every figure of a column is seen; a text may take several lines."""
        texts = [cell for row in self.table.rows if isinstance(cell := row.cells[place], str)]
        figures = [cell for row in self.table.rows if isinstance(cell := row.cells[place], int)]
        if column.is_numeric:
            digits = max((len(f"{abs(one):,}") for one in figures), default=0)
            return max(digits + 4, min(len(column.title), 14) + 2, 12)
        longest = max(map(len, (column.title, *texts)), default=0) + 2
        return 12 if column.kind == "date" else min(max(longest, 10), 60)

    def _notes(self, at: int) -> None:
        quiet = self._format({"font_color": "#555555", "font_size": 9, "quote_prefix": True})
        said = (*self.table.notes, *self.report.notes, f"SHA-256 of the report's content: {self.report.content_hash}")
        for number, text in enumerate(said):
            self.page.write_string(at + number, 0, plain(text), quiet)

    def _page(self, paper: str) -> None:
        """Say how the sheet is printed: titles on every page, as wide as the paper, numbered."""
        page = self.page
        page.hide_gridlines(2)
        page.freeze_panes(HEADER + 1, 0)
        page.repeat_rows(0, HEADER)
        page.set_paper(1 if paper == "letter" else 9)
        if len(self.table.columns) > _WIDE:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
        page.set_footer(
            f"&L&8{_unread(self.report.entity_name)[:60]} · {self.report.content_hash[:16]}…&R&8Page &P of &N"
        )


def _number(cell: int, places: int) -> float:
    """Return a whole number of small units as the number that a spreadsheet holds: exact to its fifteen digits."""
    return float(Decimal(cell).scaleb(-places))


def _unread(text: str) -> str:
    """Return a text that a page's footer shows and does not read as its codes."""
    return plain(text).replace("&", "&&")


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that a workbook allows, and that no other sheet of it has.

    >>> taken = set()
    >>> _sheet_name("Statement of profit or loss/other", taken), _sheet_name("Statement of profit or loss/others", taken)
    ('Statement of profit or loss oth', 'Statement of profit or loss o 2')
    """
    name = re.sub(r"[\[\]:*?/\\'\U00010000-\U0010ffff]", " ", plain(title)).strip()[:31].strip() or "Sheet"
    number, chosen = 2, name
    while chosen.casefold() in taken or chosen.casefold() == "history":
        chosen, number = f"{name[: 31 - len(str(number)) - 1].strip()} {number}", number + 1
    taken.add(chosen.casefold())
    return chosen
