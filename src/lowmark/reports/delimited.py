"""Write a table of a report as CSV: exact figures, ISO days, and no text that a spreadsheet would carry out.

Before this: `described`. After this: a file of the binder. Source: OWASP, CSV injection.
"""

import csv
import io
from datetime import date
from typing import Final

from lowmark.reports.described import Cell, Column, Table, exact, plain

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would carry out: a text that begins so is written with an apostrophe before it."""


def delimited(table: Table, *, currency: str) -> bytes:
    r"""Return a table as CSV in UTF-8: a header, and a line for each row that has figures.

    >>> from lowmark.reports.described import Row
    >>> columns = (Column("Item"), Column("Cost", "money"))
    >>> rows = (Row(cells=("=1+1", -1250)), Row(cells=("Total", -1250), style="total"))
    >>> delimited(Table(title="Stock", period="", columns=columns, rows=rows), currency="CAD")
    b"Item,Cost\r\n'=1+1,-12.50\r\nTotal,-12.50\r\n"
    """
    held = io.StringIO(newline="")
    written = csv.writer(held)
    written.writerow([column.title for column in table.columns])
    for row in table.rows:
        if row.style != "heading":
            written.writerow(
                _text(cell, column, currency) for cell, column in zip(row.cells, table.columns, strict=True)
            )
    return held.getvalue().encode()


def _text(cell: Cell, column: Column, currency: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int):
        return exact(cell, column.kind, currency)
    text = plain(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
