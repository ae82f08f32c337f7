"""Templates of import files: what to fill in, with rows that show how, made from the tables themselves.

Before this: `tables`. After this: a door hands the bytes to a person. What a template holds is read without a fault: a
test sends each of them back in.
"""

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.tables import find_table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ABOUT: Final = "About"
"""The name of the sheet that explains the other."""

_TYPES: Final = {
    "text": "text",
    "quantity": "number, up to 6 decimals",
    "money": "amount, with the decimals of the currency",
    "price": "number, up to 6 decimals",
    "day": "day, year-month-day",
    "bool": "true or false",
    "whole": "whole number",
    "currency": "currency, three letters",
}
_ROWS: Final = 1_048_575
_CHOICE_CHARACTERS: Final = 255
"""A spreadsheet takes no longer list of words for a cell."""


def csv_template(table: str) -> bytes:
    r"""Return the template of a table as CSV: a header and rows of examples.

    Raises: Problem ``unknown_table``.

    >>> csv_template("locations")
    b'location,kind\r\nToronto/Main,stock\r\n'
    """
    found = find_table(table)
    held = io.StringIO(newline="")
    written = csv.writer(held)
    written.writerow([column.name for column in found.columns])
    written.writerows([row.get(column.name, "") for column in found.columns] for row in example_rows(found))
    return held.getvalue().encode()


def xlsx_template(table: str) -> bytes:
    """Return the template of a table as a workbook: the CSV's rows, and beside them a sheet that explains the columns.

    Domain: every cell below the header is formatted as text, so that the spreadsheet keeps what is typed: leading
            zeros, every digit, days as they are written. Where a column has a closed set of words, the cell offers it.
    Raises: Problem ``unknown_table``.

    >>> xlsx_template("locations")[:2]
    b'PK'
    """
    import xlsxwriter

    found = find_table(table)
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        _fill(book.add_worksheet(found.name), found, bold, book.add_format({"num_format": "@"}))
        _explain(book, found, bold)
    return held.getvalue()


def example_rows(table: ImportTable) -> tuple[Mapping[str, str], ...]:
    """Return rows that show how a table is filled in: its samples, or the examples of its columns.

    >>> example_rows(find_table("locations"))
    ({'location': 'Toronto/Main', 'kind': 'stock'},)
    """
    second = {other for _, other in table.alternatives}
    return table.samples or ({c.name: c.example for c in table.columns if c.name not in second},)


def _fill(page: "Worksheet", table: ImportTable, bold: "Format", as_text: "Format") -> None:
    for place, column in enumerate(table.columns):
        page.set_column(place, place, max(12, len(column.name) + 2, len(column.example) + 2), as_text)
        page.write_string(0, place, column.name, bold)
        page.write_comment(0, place, _about(column))
        if column.choices and len(",".join(column.choices)) <= _CHOICE_CHARACTERS:
            page.data_validation(1, place, _ROWS, place, {"validate": "list", "source": list(column.choices)})
    for number, row in enumerate(example_rows(table), start=1):
        for place, column in enumerate(table.columns):
            if row.get(column.name):
                page.write_string(number, place, row[column.name], as_text)
    page.freeze_panes(1, 0)


def _explain(book: "Workbook", table: ImportTable, bold: "Format") -> None:
    page = book.add_worksheet(ABOUT)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 1, 22, wrapped)
    page.set_column(2, 2, 14, wrapped)
    page.set_column(3, 5, 44, wrapped)
    page.write_string(0, 0, f"One row of the sheet {table.name} is {table.grain}.")
    page.write_string(
        1, 0, "Replace the example rows. Leave out columns that you do not need, but those marked as needed."
    )
    for place, name in enumerate(("column", "type", "if empty", "meaning", "example", "also called")):
        page.write_string(3, place, name, bold)
    for number, column in enumerate(table.columns, start=4):
        said = (column.name, _TYPES[column.type], _if_empty(column), _about(column), column.example)
        for place, text in enumerate((*said, ", ".join(column.synonyms))):
            page.write_string(number, place, text)


def _about(column: ImportColumn) -> str:
    return column.meaning + (f": {', '.join(column.choices)}" if column.choices else "")


def _if_empty(column: ImportColumn) -> str:
    if column.required:
        return "needed"
    return f"as {column.default_from}" if column.default_from else column.default or ""
