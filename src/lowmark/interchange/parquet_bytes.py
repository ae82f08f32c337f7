"""Read Parquet: exact columns become the text that they would be in a CSV file, so that there is one grammar.

Before this: the bytes of a file. After this: `header` and `cells`. Whole numbers, decimals, days, words and true or
false are exact and taken; a binary float is refused, because it does not hold what its writer saw.
"""

import io

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.faults import Faults
from lowmark.interchange.texts import FILE_COLUMNS, FILE_ROWS, NOTHING, Texts

_MARK = b"PAR1"
_NO_PARQUET = Problem("not_parquet", "the file is no Parquet, or is damaged", hint="write it again, or send it as CSV")
_FLOAT = Problem("float_refused", "the column holds binary floats, which are not exact",
                 hint="write it as a decimal, such as decimal(19, 4), or as text")  # fmt: skip


def read_parquet(content: bytes, faults: Faults) -> Texts:
    """Read the columns of a Parquet file as text; what cannot be read is added to ``faults``.

    >>> faults = Faults("items.parquet")
    >>> read_parquet(b"PAR1 and nothing else", faults).header, faults.count
    ((), 1)
    """
    frame = _frame(content, faults)
    if frame is None:
        return NOTHING
    rows = pl.Series(range(2, frame.height + 2), dtype=pl.Int64)
    columns = tuple(_as_text(column, faults) for column in frame.get_columns())
    return Texts(tuple(frame.columns), columns, rows, frame.height)


def _frame(content: bytes, faults: Faults) -> pl.DataFrame | None:
    if len(content) < 12 or not (content.startswith(_MARK) and content.endswith(_MARK)):
        faults.of_file(_NO_PARQUET)
        return None
    try:
        lazy = pl.scan_parquet(io.BytesIO(content))
        width = len(lazy.collect_schema())
        height = int(lazy.select(pl.len()).collect().item())
        if height > FILE_ROWS:
            faults.of_file(Problem("too_many_rows", f"the file has more than {FILE_ROWS:,} rows",
                                   hint="send it in parts"))  # fmt: skip
            return None
        if width > FILE_COLUMNS:
            faults.of_file(Problem("too_many_columns", f"the file has more than {FILE_COLUMNS} columns"))
            return None
        return pl.read_parquet(io.BytesIO(content))
    # A panic of the reader is not an Exception.
    except (Exception, pl.exceptions.PanicException):  # noqa: BLE001 whatever a damaged file does to its reader
        faults.of_file(_NO_PARQUET)
        return None


def _as_text(column: pl.Series, faults: Faults) -> pl.Series | None:
    match column.dtype:
        case pl.String | pl.Date | pl.Boolean | pl.Categorical | pl.Enum | pl.Null:
            text = column.cast(pl.String)
        case pl.Decimal:
            # 12.3400 is 12.34: a scale is how a column is stored, not how exact a value claims to be.
            text = column.cast(pl.String)
            cut = text.str.strip_chars_end("0").str.strip_chars_end(".")
            text = pl.select(pl.when(text.str.contains(".", literal=True)).then(cut).otherwise(text)).to_series()
        case dtype if dtype.is_integer():
            text = column.cast(pl.String)
        case dtype:
            problem = _FLOAT if dtype.is_float() else Problem(
                "bad_type", f"the column is of type {dtype}", hint="write text, whole numbers, decimals or days"
            )  # fmt: skip
            faults.of_file(problem, column=column.name)
            return None
    return text.fill_null("")
