"""What a report is: a title, whose figures of when, and tables of typed cells whose totals know what they add up.

Before this: what queries answer. After this: `workbook`, `pages` and `delimited`, which write the same description.
Money is in minor units, quantities and ratios in millionths; a day is a date; nothing is a null and never a zero.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Final, Literal

from lowmark.core.kinds.money import format_minor
from lowmark.core.kinds.quantity import format_micro

Kind = Literal["text", "money", "quantity", "ratio", "count", "date"]
Style = Literal["heading", "line", "subtotal", "total"]
Cell = str | int | date | None

NUMERIC: Final = ("money", "quantity", "ratio", "count")
_MICRO_DIGITS: Final = 6

_CONTROLS: Final = dict.fromkeys((*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A),
                                  *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")  # fmt: skip
"""What a name may not do to a page: end a line, turn its direction, or be no character. It is shown, not obeyed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what stands in it, and how wide a text in it is (a share of the page)."""

    title: str
    kind: Kind = "text"
    width: int = 1

    @property
    def is_numeric(self) -> bool:
        """Whether its cells stand to the right."""
        return self.kind in NUMERIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: a cell a column; the rows of its table that its figures add and subtract, by place; what explains it."""

    cells: tuple[Cell, ...]
    style: Style = "line"
    level: int = 0
    adds: tuple[int, ...] = ()
    less: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a report."""

    title: str
    period: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Hold every row to the columns: as many cells, each of its column's kind."""
        for row in self.rows:
            assert len(row.cells) == len(self.columns), f"{self.title}: {row.cells}"
            assert all(map(_fits, row.cells, self.columns)), f"{self.title}: {row.cells}"

    def decimals(self, place: int) -> int:
        """Return how many decimals a column of quantities or ratios needs, so that its points stand in one line.

        >>> table = Table(title="", period="", columns=(Column("Quantity", "quantity"),),
        ...               rows=(Row(cells=(2_500_000,)), Row(cells=(12_000_000,))))
        >>> table.decimals(0)
        1
        """
        found = [row.cells[place] for row in self.rows]
        texts = [f"{abs(cell) % 10**_MICRO_DIGITS:06d}".rstrip("0") for cell in found if isinstance(cell, int)]
        return max(map(len, texts), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report: whose, which book's, of when, as known when, in which currency; its tables, and what is said of it all."""

    code: str
    title: str
    entity: str
    entity_name: str
    book: str
    framework: str
    period: str
    as_of: date
    known_seq: int
    currency: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()

    @property
    def basis(self) -> str:
        """Say in a line what the amounts are in, by which book and as known when."""
        parts = (f"Amounts in {self.currency}", f"{self.framework.replace('_', ' ').upper()}, book {self.book}",
                 f"as known at #{self.known_seq}")  # fmt: skip
        return " · ".join(parts)

    @property
    def content_hash(self) -> str:
        """Return the SHA-256 of everything that the report says, as hex: the same content has the same hash.

        >>> said = dict(code="x", title="X", entity="MAPLE", entity_name="Maple", book="ifrs", framework="ifrs",
        ...             period="", as_of=date(2026, 10, 31), known_seq=1, currency="CAD", tables=())
        >>> Report(**said).content_hash == Report(**said).content_hash != Report(**said | {"title": "Y"}).content_hash
        True
        """
        return hashlib.sha256("\n".join(canonical_rows(self)).encode()).hexdigest()


def canonical_rows(report: Report) -> Iterator[str]:
    """Yield the report as lines of JSON in one order: what it says of itself, then each table and each of its rows.

    Days are ISO texts; a figure is the whole number that it is held as.
    """
    yield _line({one.name: getattr(report, one.name) for one in fields(report) if one.name != "tables"})
    for table in report.tables:
        yield _line({"table": table.title, "period": table.period, "notes": table.notes,
                     "columns": [(column.title, column.kind) for column in table.columns]})  # fmt: skip
        for row in table.rows:
            yield _line([row.style, row.level, row.note, list(row.cells)])


def plain(text: str) -> str:
    r"""Take control characters out of a text that came from outside.

    >>> plain("Tent\x1b[2J"), plain("#panic(1)")
    ('Tent\ufffd[2J', '#panic(1)')
    """
    return text.translate(_CONTROLS)


def exact(figure: int, kind: Kind, currency: str) -> str:
    """Write a figure as a text that says all of it.

    >>> exact(-1250, "money", "CAD"), exact(2_500_000, "quantity", "CAD"), exact(12, "count", "CAD")
    ('-12.50', '2.5', '12')
    """
    if kind == "money":
        return format_minor(figure, currency)
    return str(figure) if kind == "count" else format_micro(figure)


def _fits(cell: Cell, column: Column) -> bool:
    """Say whether a cell is of its column's kind; an empty text stands in any."""
    if cell is None or cell == "":
        return True
    if column.kind == "date":
        return isinstance(cell, date)
    return isinstance(cell, int) if column.is_numeric else isinstance(cell, str)


def _line(said: Any) -> str:
    return json.dumps(said, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(said: Any) -> Any:
    assert isinstance(said, date) and not is_dataclass(said), f"{said!r} is no cell"
    return said.isoformat()
