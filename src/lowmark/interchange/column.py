"""What a table of an import file is: its columns by name, with synonyms, and what a row has to hold to.

Before this: `kinds`. After this: `tables` (one file each), the readers, and the pages and
templates that are made from the same data.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lowmark.core.kinds.problems import Problem

if TYPE_CHECKING:
    import polars as pl

Type = Literal["text", "quantity", "money", "price", "day", "bool", "whole", "currency"]

_UNIT_LAST = {"quantity": "_micro", "price": "_micro", "money": "_minor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportColumn:
    """One column of a file: its name, how else it may be called, and what its cells may say.

    Domain: `required` columns must be there and full. An empty cell of another takes `default`, written as it would
            be in the file, or the value of the column `default_from`, or null. `choices` closes the set of words.
            `positive` and `non_negative` bound a number.

    >>> ImportColumn(name="quantity", type="quantity", meaning="how much", example="12.5").output
    'quantity_micro'
    """

    name: str
    type: Type
    meaning: str
    example: str
    required: bool = False
    default: str | None = None
    default_from: str = ""
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    positive: bool = False
    non_negative: bool = False

    @property
    def output(self) -> str:
        """The column's name in the frame that is read: the unit comes last."""
        return self.name + _UNIT_LAST.get(self.type, "")


@dataclass(frozen=True, slots=True)
class Refused:
    """Rows that a table refuses for what their cells say together: which, in what column, and why.

    Shapes: ``bad`` has a line per row of the frame; an empty ``column`` means the whole row.
    """

    bad: "pl.Series"
    column: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Finished:
    """What a table makes of the rows that were read, and what it refuses.

    Domain: `of_file` is passed on only where no row of the file was refused: it judges all of them together.
    """

    frame: "pl.DataFrame"
    refused: tuple[Refused, ...] = ()
    of_file: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTable:
    """One table of the import format.

    Domain: no two rows of a file share a `key`, if there is one. Exactly one of each pair of `alternatives` is given
            in a row, and at least one column of each group of `any_of` is in the file. The first day of each pair of
            `orders` is not after the second. `finish` turns the columns as read into the columns as returned, which it
            can do only for rows without fault; it says which rows it had to refuse. `samples` are the rows of a
            template, where one row of the columns' examples would not do.
    """

    name: str
    grain: str
    columns: tuple[ImportColumn, ...]
    key: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, str], ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    orders: tuple[tuple[str, str], ...] = ()
    finish: "Callable[[pl.DataFrame, str], Finished] | None" = None
    samples: tuple[Mapping[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Hold the data to its own words."""
        names = [column.name for column in self.columns]
        called = names + [synonym for column in self.columns for synonym in column.synonyms]
        assert len(set(called)) == len(called), f"{self.name}: a name means two columns"
        related = {
            name
            for group in (self.key, *self.alternatives, *self.any_of, *self.orders, *self.samples)
            for name in group
        }
        assert related <= set(names), f"{self.name}: {related - set(names)} are not columns"

    def column(self, name: str) -> ImportColumn:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)

    def by_any_name(self) -> dict[str, ImportColumn]:
        """Return the columns by every name that a file may give them."""
        return {name: column for column in self.columns for name in (column.name, *column.synonyms)}
