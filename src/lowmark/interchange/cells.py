"""Read the cells of a column, all at once: text to exact integers, days and words, without a float on the way.

Before this: `csv_bytes` and `parquet_bytes` have made columns of text. After this: `read` asks `words` about the cells
that were refused here. The grammar is that of `core.kinds`: a property test holds that both read every cell alike.
"""

import polars as pl

from lowmark.core.kinds.arithmetic import INT64_MIN
from lowmark.core.kinds.currency import EXPONENTS, exponent
from lowmark.core.kinds.day import FIRST, LAST
from lowmark.interchange.column import ImportColumn
from lowmark.interchange.words import CELL_BYTES, CONTROL, SPACES

_DTYPES: dict[str, type[pl.DataType]] = {
    "text": pl.String,
    "currency": pl.String,
    "day": pl.Date,
    "bool": pl.Boolean,
}
_PLACES = {"quantity": 6, "price": 6, "whole": 0}


def read_cells(raw: pl.Series, column: ImportColumn, currency: str) -> tuple[pl.Series, pl.Series]:
    """Return the values of a column, null where there is none, and which cells are refused.

    Shapes: ``raw`` is text without nulls; both results have its length.
    Units:  as `words.read_cell`; days as dates.

    >>> day = ImportColumn(name="made_on", type="day", meaning="", example="")
    >>> values, bad = read_cells(pl.Series(["2026-02-28", "2026-02-30", ""]), day, "CAD")
    >>> values.to_list(), bad.to_list()
    ([datetime.date(2026, 2, 28), None, None], [False, True, False])
    """
    frame = pl.DataFrame({"raw": raw})
    long = pl.col("raw").str.len_bytes() > CELL_BYTES
    # A cell that is far too long is put aside before anything walks through it.
    text = pl.when(long).then(pl.lit("")).otherwise("raw").str.strip_chars(SPACES)
    frame = frame.select(text=text, long=long)

    empty = pl.col("text") == ""
    value = _value(column, currency)
    refused = ~empty & (value.is_null() | _out_of_bounds(column, value))
    if column.required:
        refused |= empty
    frame = frame.select(
        bad=(pl.col("long") | refused).fill_null(value=False),
        value=pl.when(empty).then(_default(column)).otherwise(value),
    )
    values = frame["value"]
    if column.type == "text" and (values.str.len_bytes() != values.str.len_chars()).any():
        values = values.str.normalize("NFC")  # One word, one spelling: codes are keys.

    assert values.len() == frame["bad"].len() == raw.len()
    return values, frame["bad"]


def absent(column: ImportColumn, n: int) -> pl.Series:
    """Return the values of a column that the file does not have.

    >>> absent(ImportColumn(name="lot", type="text", default="", meaning="", example=""), 2).to_list()
    ['', '']
    """
    dtype = _DTYPES.get(column.type, pl.Int64)
    return pl.select(_default(column).cast(dtype)).to_series().new_from_index(0, n)


def _value(column: ImportColumn, currency: str) -> pl.Expr:
    text = pl.col("text")
    match column.type:
        case "text" | "currency":
            known = EXPONENTS if column.type == "currency" else column.choices
            clean = text.is_in(list(known)) if known else ~text.str.contains(CONTROL)
            return pl.when(clean).then(text)
        case "bool":
            lower = text.str.to_lowercase()
            return pl.when(lower.is_in(["true", "false"])).then(lower == "true")
        case "day":
            written = text.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
            day = pl.when(written).then(text).str.to_date("%Y-%m-%d", strict=False)
            return pl.when(day.to_physical().is_between(FIRST, LAST)).then(day)
        case _:
            return _scaled(text, exponent(currency) if column.type == "money" else _PLACES[column.type])


def _scaled(text: pl.Expr, places: int) -> pl.Expr:
    """Move the point of a decimal text by so many places: the digits are joined and read as an integer."""
    fraction = rf"(\.[0-9]{{1,{places}}})?" if places else ""
    written = pl.when(text.str.contains(rf"^-?[0-9]{{1,40}}{fraction}$")).then(text)
    parts = written.str.splitn(".", 2)
    decimals = parts.struct.field("field_1").fill_null("").str.pad_end(places, "0")
    number = (parts.struct.field("field_0") + decimals).cast(pl.Int64, strict=False)
    return pl.when(number != INT64_MIN).then(number)


def _out_of_bounds(column: ImportColumn, value: pl.Expr) -> pl.Expr:
    if column.positive:
        return value <= 0
    if column.non_negative:
        return value < 0
    return pl.lit(value=False)


def _default(column: ImportColumn) -> pl.Expr:
    if column.default is None:
        return pl.lit(None)
    return pl.lit(column.default == "true") if column.type == "bool" else pl.lit(column.default)
