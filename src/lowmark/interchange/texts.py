"""What every reader makes of a file: its columns as text, and the row that each line stands in.

Before this: `csv_bytes`, `xlsx_bytes` or `parquet_bytes`. After this: `header` names the columns, `cells` reads them.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.kinds.problems import Problem

FILE_BYTES: Final = 512 * 1024 * 1024
FILE_ROWS: Final = 20_000_000
FILE_COLUMNS: Final = 200
ROW: Final = "row"
"""The column of row numbers, as a spreadsheet numbers them: the header is row 1."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Cells of one column that hold something else than the text that stands there says: where, and what is wrong.

    Shapes: ``at`` numbers the lines from 0, in the order of the file; ``place`` is that of the column.
    """

    place: int
    at: pl.Series
    problem: Problem


@dataclass(frozen=True, slots=True)
class Texts:
    """A file as text: what its header says, and its columns under their place in the file.

    Shapes: ``columns`` holds one text series without nulls per name of ``header``, or null where a column could not be
            read; ``rows`` their row numbers. ``n_rows`` counts rows that had to be left out too.
    """

    header: tuple[str, ...]
    columns: tuple[pl.Series | None, ...]
    rows: pl.Series
    n_rows: int
    header_row: int = 1
    unread: tuple[Unread, ...] = ()


NOTHING: Final = Texts((), (), pl.Series([], dtype=pl.Int64), 0)
