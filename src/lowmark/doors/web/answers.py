"""Lay an answer out: single figures as facts, lists of rows as tables. Works for every query.

Before this: a response of a service. After this: `pages.reports`. The unit is the last word of a field's name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal, get_type_hints

from lowmark.doors.presenting.figures import NUMBERS, label, with_currency
from lowmark.doors.presenting.pictures import of_answer
from lowmark.doors.presenting.rows import Rows, rows_of
from lowmark.doors.web.tables import Cell, Column, Link, Table, laid, of_page, table
from lowmark.doors.web.templatetags.figures import SPOKEN, book, words
from lowmark.reports.charts import Chart

NOT_SAID: Final = ("entity", "currency")
"""Fields that the page says elsewhere."""

NAMES: Final = {"known_seq": "known at", "freight_duty_minor": "freight and duty", "not_split_minor": "in one figure",
                "within_group_minor": "bought within the group"}  # fmt: skip
"""Fields whose names need more words than they have."""

WORDED: Final[Mapping[str, Literal["state", "code"]]] = {"state": "state", "concept": "code"}
"""Fields of words that are shown as something else than words."""

MANY: Final = 8
"""Columns that a table has room for: of more, those without a figure are left out."""

_CODE: Final = re.compile(r"[a-z]+(_[a-z]+)+")
"""A word of a closed set, as programs write it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows of a response."""

    facts: list[tuple[str, str]]
    tables: list[Table]
    charts: tuple[Chart, ...] = ()

    @property
    def shown(self) -> list[Table]:
        """The tables that have rows; all of them where none has."""
        return [one for one in self.tables if one.whole] or self.tables

    @property
    def without(self) -> str:
        """What there is nothing of, where there is something of something else."""
        return "; ".join(one.caption.lower() for one in self.tables if one not in self.shown)


def laid_out(
    response: Any, asked: Mapping[str, str], *, operation: str = "", leads: Mapping[str, Link] = MappingProxyType({})
) -> Answer:
    """Lay a response out; of an operation whose answer is drawn, with its charts; `leads` is where rows lead, by field.

    >>> from datetime import date
    >>> from lowmark.services.operations.cut_off import Response
    >>> shown = laid_out(Response(entity="MAPLE", as_of=date(2026, 10, 31), known_seq=7, currency="CAD", away_minor=500,
    ...                           provisional_minor=0, lines=()), {})
    >>> shown.facts[2], [one.caption for one in shown.tables]
    (('Away', '5.00 CAD'), ['Lines'])
    """
    currency = getattr(response, "currency", "")
    rows = rows_of(response)
    meanings = {one.name: _aside(one.metadata.get("meaning", "")) for one in fields(response)}
    single = [one.name for one in fields(response) if one.name not in rows and one.name not in NOT_SAID]
    return Answer(
        [(title(name), written(name, getattr(response, name), currency)) for name in single],
        [
            replace(_table(name, of, asked, currency, leads=leads.get(name)), aside=meanings[name])
            for name, of in rows.items()
        ],
        of_answer(operation, response),
    )


def _aside(meaning: str) -> str:
    """Return what stands beside the title of a table: what its rows are, where that says more than that they are lines."""
    return "" if meaning.startswith(("a line", "the line")) else meaning


def title(name: str) -> str:
    """Name a field at the head of a column, without its unit.

    >>> title("net_income_minor"), title("as_of")
    ('Net income', 'As of')
    """
    return (NAMES.get(name) or label(name)).capitalize()


def written(name: str, value: Any, currency: str) -> str:
    """Write a single figure, or what holds several.

    >>> written("change_minor", -123450, "CAD"), written("quantity_micro", 1_500_000, ""), written("kind", "write_off", "")
    ('(1,234.50) CAD', '1.5', 'write off')
    """
    if isinstance(value, tuple) and value:
        return "; ".join(written(name, one, currency) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return " · ".join(
            f"{title(one.name)} {written(one.name, getattr(value, one.name), currency)}" for one in fields(value)
        )
    if name in ("book", "framework") and isinstance(value, str):
        return book(value)
    if isinstance(value, str) and (value in SPOKEN or _CODE.fullmatch(value)):
        return words(value)
    return with_currency(name, value, currency)


def _table(name: str, rows: Rows, asked: Mapping[str, str], currency: str, *, leads: Link | None) -> Table:
    """Return rows of one dataclass as a table; what is not one figure or word is written out."""
    hints = get_type_hints(rows.kind)
    link = None if leads is None else lambda told: told.leading(leads)
    columns = [
        Column(key=field, title=title(field), kind=_kind(field, hint, currency), link=None if place else link)
        for place, (field, hint) in enumerate(hints.items())
    ]
    by_key = {one.key: one for one in columns}
    shown = [
        one for one in columns
        if not (rows.lines and _is_empty(rows.lines, one.key) and _may_be_left_out(one, len(columns)))
    ]  # fmt: skip
    note = "columns of nothing but zeros are left out" if any(
        one.kind == "amount" for one in columns if one not in shown) else ""  # fmt: skip
    if asked.get("q", "").strip() or asked.get("sort", ""):
        told = [_Told(line, by_key, currency) for line in rows.lines]
        return table(asked, told, columns=shown, caption=title(name), currency=currency, name=name, note=note)
    found = len(rows.lines)
    page = [_Told(line, by_key, currency) for line in rows.lines[of_page(asked, found)]]
    return laid(asked, page, columns=shown, totals=[Cell(one, None) for one in shown], found=found, whole=found,
                caption=title(name), currency=currency, name=name, note=note)  # fmt: skip


def _may_be_left_out(column: Column, many: int) -> bool:
    """Whether a column in which nothing stands says nothing: an amount does, unless there are many."""
    return many > MANY if column.kind == "amount" else column.kind in ("text", "code", "quantity", "day")


def _is_empty(lines: tuple[Any, ...], key: str) -> bool:
    return not any(getattr(line, key) for line in lines)


class _Told:
    """A row whose fields are written as they are asked for: of thousands, a page shows some."""

    __slots__ = ("_columns", "_currency", "_line")

    def __init__(self, line: Any, columns: Mapping[str, Column], currency: str) -> None:
        self._line, self._columns, self._currency = line, columns, currency

    def leading(self, leads: Link) -> str:
        """Return where the row leads, as it is and not as it is written."""
        return leads(self._line)

    def __getattr__(self, key: str) -> Any:
        """Return a field, written."""
        try:
            column = self._columns[key]
        except KeyError:
            raise AttributeError(key) from None
        return _told(column, getattr(self._line, key), getattr(self._line, "currency", self._currency))


def _told(column: Column, value: Any, currency: str) -> Any:
    return (
        value
        if column.is_numeric or column.kind in ("day", "state", "code")
        else ""
        if value is None
        else written(column.key, value, currency)
    )


def _kind(
    name: str, hint: Any, currency: str
) -> Literal["text", "amount", "quantity", "count", "day", "state", "code"]:
    """Say what kind of figure a field is."""
    if hint in (int, int | None):
        if name.endswith("_minor") and currency:
            return "amount"
        return "quantity" if name.endswith("_micro") else "text" if name.endswith(NUMBERS) else "count"
    return "day" if hint in (date, date | None) else WORDED.get(name, "text")
