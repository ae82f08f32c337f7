"""The columns of a row's dataclass as Polars reads and keeps them: days as days, numbers whole.

Before this: rows as lines of JSON. After this: a Parquet file.
"""

import typing
from dataclasses import fields
from datetime import date
from typing import Any

import polars as pl

_KINDS: dict[Any, Any] = {int: pl.Int64, bool: pl.Boolean, str: pl.String, date: pl.String}


def read_types(row: type) -> dict[str, Any]:
    """Return how each column stands in a line of JSON.

    >>> from lowmark.services.operations.list_runs import Line
    >>> read_types(Line)["as_of"], read_types(Line)["change_minor"]
    (String, Int64)
    """
    return {name: _read(hint) for name, hint in _hints(row).items()}


def as_typed(frame: pl.LazyFrame, row: type) -> pl.LazyFrame:
    """Turn the days of a frame that was read into days."""
    days = [name for name, hint in _hints(row).items() if _plain(hint) is date]
    return frame.with_columns(pl.col(name).str.to_date("%Y-%m-%d", strict=True) for name in days)


def _hints(row: type) -> dict[str, Any]:
    hints = typing.get_type_hints(row)
    return {one.name: hints[one.name] for one in fields(row)}


def _plain(hint: Any) -> Any:
    """Return a type without the null that it may be."""
    return next((one for one in typing.get_args(hint) if one is not type(None)), hint)


def _read(hint: Any) -> Any:
    """Return one column's type; a list within a row is a list of texts or numbers, or of rows."""
    if typing.get_origin(hint) is tuple:
        return pl.List(_read(typing.get_args(hint)[0]))
    plain = _plain(hint)
    if plain in _KINDS:
        return _KINDS[plain]
    return pl.Struct(read_types(plain))
