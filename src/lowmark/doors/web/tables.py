"""A table as a page shows it: filtered, sorted and cut to a page by the server, with totals of what is shown.

Before this: rows of a response, and the query of the address. After this: the `table` component, or a CSV file.
Without JavaScript the header's links sort and the form filters; every state of a table has an address.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal
from urllib.parse import urlencode

from lowmark.core.kinds.money import format_minor
from lowmark.core.kinds.quantity import format_micro
from lowmark.reports.delimited import FORMULA

PER_PAGE: Final = 200
"""Rows of one page: enough to scroll through, few enough to lay out at once."""

MONEY: Final = ("amount", "change")
NUMERIC: Final = (*MONEY, "quantity", "ratio", "count")

Link = Callable[[Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: the field it shows, its title, what kind of figure it is, and where each figure leads."""

    key: str
    title: str
    kind: Literal[
        "text", "words", "amount", "change", "quantity", "ratio", "count", "day", "state", "tag", "code", "book", "long"
    ] = "text"
    link: Link | None = None
    note: Link | None = None
    is_summed: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether its cells stand to the right."""
        return self.kind in NUMERIC

    @property
    def is_money(self) -> bool:
        """Whether its figures are in the table's currency; a change is money too, and looks like a loss or a gain."""
        return self.kind in MONEY


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure or word of a row."""

    column: Column
    value: Any
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A column's title, and the address that sorts by it."""

    column: Column
    address: str
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the component lays out."""

    caption: str
    currency: str
    headers: list[Header]
    rows: list[list[Cell]]
    totals: list[Cell]
    sought: str
    found: int
    whole: int
    page: int
    pages: int
    earlier: str
    later: str
    file: str
    kept: list[tuple[str, str]] = field(default_factory=list)
    name: str = "table"
    note: str = ""
    aside: str = ""

    @property
    def has_totals(self) -> bool:
        """Whether any column is summed."""
        return any(cell.column.is_summed for cell in self.totals)


def table(
    asked: Mapping[str, str], rows: Iterable[Any], *, columns: Sequence[Column], caption: str, currency: str = "",
    name: str = "table", note: str = "",
) -> Table:  # fmt: skip
    """Lay rows out as the address asks: `q` filters, `sort` sorts (`-` before the field: downwards), `page` cuts.

    Domain: a row is anything with the columns' fields as attributes; an unknown `sort` leaves the rows' own order; `name`
            tells the tables of one page apart.

    >>> from types import SimpleNamespace as Row
    >>> names = [Column(key="item", title="Item"), Column(key="cost", title="Cost", kind="amount", is_summed=True)]
    >>> rows = [Row(item="B", cost=200), Row(item="A", cost=500)]
    >>> shown = table({"sort": "item"}, rows, columns=names, caption="Stock", currency="CAD")
    >>> [[cell.value for cell in row] for row in shown.rows], shown.totals[1].value, shown.headers[0].address
    ([['A', 500], ['B', 200]], 700, '?sort=-item')
    """
    everything = list(rows)
    chosen = arranged(asked, everything, columns=columns)
    return laid(
        asked, chosen[of_page(asked, len(chosen))], columns=columns, caption=caption, currency=currency,
        totals=[_total(chosen, column) for column in columns], found=len(chosen), whole=len(everything), name=name, note=note,
    )  # fmt: skip


def page_of(asked: Mapping[str, str]) -> int:
    """Return the page that an address asks for, from 1.

    >>> page_of({"page": "3"}), page_of({"page": "-1"}), page_of({})
    (3, 1, 1)
    """
    wanted = asked.get("page", "1")
    return max(int(wanted) if wanted.isascii() and wanted.isdigit() else 1, 1)


def of_page(asked: Mapping[str, str], found: int) -> slice:
    """Return which of so many rows are on the page that an address asks for; behind the last page, those of the last.

    >>> of_page({"page": "99"}, 250)
    slice(200, 400, None)
    """
    page = min(page_of(asked), max(1, -(-found // PER_PAGE)))
    return slice((page - 1) * PER_PAGE, page * PER_PAGE)


def laid(
    asked: Mapping[str, str], shown: Iterable[Any], *, columns: Sequence[Column], totals: list[Cell], found: int, whole: int,
    caption: str, currency: str = "", name: str = "table", note: str = "",
) -> Table:  # fmt: skip
    """Lay out the rows of a page that somebody else has filtered, sorted, summed and cut as the address asks."""
    pages = max(1, -(-found // PER_PAGE))
    page = min(page_of(asked), pages)
    return Table(
        caption=caption, currency=currency, headers=[_header(asked, column) for column in columns],
        rows=[_cells(row, columns) for row in shown], totals=totals, sought=asked.get("q", "").strip(),
        found=found, whole=whole, page=page, pages=pages,
        earlier=_address(asked, page=str(page - 1)) if page > 1 else "",
        later=_address(asked, page=str(page + 1)) if page < pages else "",
        file=_address(asked, format="csv"),
        kept=[(key, value) for key, value in asked.items() if key not in ("q", "page", "format")], name=name, note=note,
    )  # fmt: skip


def arranged(asked: Mapping[str, str], rows: Iterable[Any], *, columns: Sequence[Column]) -> list[Any]:
    """Return the rows that the filter leaves, in the order asked for; what nobody knows comes last."""
    sought = asked.get("q", "").strip().casefold()
    chosen = [row for row in rows if not sought or any(sought in _text(row, column) for column in columns)]
    by, down = asked.get("sort", "").removeprefix("-"), asked.get("sort", "").startswith("-")
    if by in {column.key for column in columns}:
        unknown = [row for row in chosen if getattr(row, by) is None]
        known = [row for row in chosen if getattr(row, by) is not None]
        chosen = sorted(known, key=lambda row: getattr(row, by), reverse=down) + unknown
    return chosen


def as_csv(rows: Iterable[Any], *, columns: Sequence[Column], currency: str = "") -> str:
    """Write rows as CSV: plain decimals, ISO days, and no text that a spreadsheet would take for a formula.

    >>> from types import SimpleNamespace as Row
    >>> names = [Column(key="item", title="Item"), Column(key="cost_minor", title="Cost", kind="amount")]
    >>> print(as_csv([Row(item="=1+1", cost_minor=-250)], columns=names, currency="CAD").strip())
    item,cost_CAD
    '=1+1,-2.50
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [column.key.removesuffix("_minor").removesuffix("_micro") for column in columns]
    writer.writerow(
        f"{name}_{currency}" if column.is_money else name for name, column in zip(names, columns, strict=True)
    )
    for row in rows:
        writer.writerow(_plain(getattr(row, column.key), column.kind, currency) for column in columns)
    return out.getvalue()


def _plain(value: Any, kind: str, currency: str) -> str:
    if value is None:
        return ""
    if kind in MONEY:
        return format_minor(value, currency)
    if kind in ("quantity", "ratio"):
        return format_micro(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not isinstance(value, int) else text


def _text(row: Any, column: Column) -> str:
    """Return what the filter reads of a cell: words and days, and the note under them; figures are not searched."""
    if column.is_numeric:
        return ""
    note = column.note(row) if column.note else ""
    return f"{getattr(row, column.key)} {note}".replace("_", " ").casefold()


def _header(asked: Mapping[str, str], column: Column) -> Header:
    sort = asked.get("sort", "")
    order = {column.key: "ascending", f"-{column.key}": "descending"}.get(sort, "")
    next_sort = f"-{column.key}" if order == "ascending" or (column.is_numeric and not order) else column.key
    return Header(column, _address(asked, sort=next_sort), order)


def _address(asked: Mapping[str, str], **changed: str) -> str:
    kept = {name: value for name, value in asked.items() if name not in ("page", "format")}
    return "?" + urlencode(kept | changed)


def _cells(row: Any, columns: Sequence[Column]) -> list[Cell]:
    return [
        Cell(column, getattr(row, column.key), column.link(row) if column.link else "",
             column.note(row) if column.note else "")
        for column in columns
    ]  # fmt: skip


def _total(rows: Sequence[Any], column: Column) -> Cell:
    if not column.is_summed:
        return Cell(column, None)
    return Cell(column, sum(getattr(row, column.key) or 0 for row in rows))
