"""Bring columns to a kernel and back: lists of int when there are few rows, numpy arrays when there are many.

Before this: polars frames. After this: kernels, plain or compiled, which read both alike. Memory that is fresh costs as
much as filling it, so working room has a name, under which arrays are kept for the next to ask.
"""

from typing import Any, Final

import numpy as np
import polars as pl

from lowmark.core.kinds.compiled import is_large

BLOCK: Final = 64 << 20
"""Results are written into blocks of so many bytes: the larger a block, the more of it comes in large pages. What of it is
never written takes no memory."""

PART: Final = 1 << 18
"""A smaller column has room of its own."""

LINE: Final = 64
"""Columns begin where a line of a processor's cache does."""

_TYPE_NAMES: Final[dict[type[pl.DataType], str]] = {
    pl.Int64: "int64",
    pl.Int32: "int32",
    pl.Int8: "int8",
    pl.UInt8: "uint8",
    pl.UInt32: "uint32",
}


class Lists:
    """Plain lists of int; a matrix is a list of rows."""

    def column(self, series: pl.Series) -> Any:
        """Return a column's numbers, to be read."""
        return series.to_list()

    def from_zero(self, column: Any) -> Any:
        """Return a column less its first number."""
        return [number - column[0] for number in column]

    def room(self, n: int, _dtype: type[pl.DataType], _keep: str = "") -> Any:
        """Return a column of n numbers to be overwritten."""
        return [0] * n

    def zeros(self, n: int, _dtype: type[pl.DataType], _keep: str = "") -> Any:
        """Return a column of n zeros."""
        return [0] * n

    def rooms(self, width: int, n: int, _keep: str = "") -> Any:
        """Return columns of n numbers to be overwritten."""
        return [[0] * n for _ in range(width)]

    def matrix(self, columns: Any) -> Any:
        """Return columns as [row][column], to be read and overwritten."""
        return [list(row) for row in zip(*columns, strict=True)]

    def matrix_room(self, columns: Any, n: int) -> Any:
        """Return columns of n numbers as [row][column], to be overwritten."""
        return [[0] * len(columns) for _ in range(n)]

    def series(self, name: str, column: Any, n: int, dtype: type[pl.DataType]) -> pl.Series:
        """Return the first n numbers of a column as a series."""
        return pl.Series(name, column[:n], dtype=dtype)

    def series_of(self, name: str, matrix: Any, k: int, n: int) -> pl.Series:
        """Return the first n numbers of a matrix's column k as a series."""
        return pl.Series(name, [row[k] for row in matrix[:n]], dtype=pl.Int64)


class Arrays:
    """Numpy arrays; a matrix has its columns contiguous, so that they go to and from frames without a copy.

    One thread uses one of these at a time, for the sake of what it keeps.
    """

    def __init__(self) -> None:
        """Start with nothing kept."""
        self._kept: dict[str, Any] = {}
        self._left: Any = np.empty(0, "uint8")

    def column(self, series: pl.Series) -> Any:
        """Return a column's numbers, to be read."""
        return series.to_numpy()

    def from_zero(self, column: Any) -> Any:
        """Return a column less its first number."""
        return column - column[0]

    def room(self, n: int, dtype: type[pl.DataType], keep: str = "") -> Any:
        """Return a column of n numbers to be overwritten."""
        if not keep:
            return self._fresh(n, np.dtype(_TYPE_NAMES[dtype]))
        if keep not in self._kept or len(self._kept[keep]) < n:
            self._kept[keep] = np.empty(n, _TYPE_NAMES[dtype])
        return self._kept[keep][:n]

    def _fresh(self, n: int, dtype: Any) -> Any:
        """Return a column of a result: the next part of a block, unless it is small and might be kept without the others."""
        size = n * dtype.itemsize
        if size < PART:
            return np.empty(n, dtype)
        if len(self._left) < size:
            self._left = np.empty(max(BLOCK, size), "uint8")
        column = self._left[:size].view(dtype)
        self._left = self._left[-(-size // LINE) * LINE :]
        return column

    def zeros(self, n: int, dtype: type[pl.DataType], keep: str = "") -> Any:
        """Return a column of n zeros."""
        if not keep:
            return np.zeros(n, _TYPE_NAMES[dtype])
        column = self.room(n, dtype, keep)
        column[:] = 0
        return column

    def rooms(self, width: int, n: int, keep: str = "") -> Any:
        """Return columns of n numbers to be overwritten."""
        return self.room(width * n, pl.Int64, keep).reshape(width, n)

    def matrix(self, columns: Any) -> Any:
        """Return columns as [row, column], to be read and overwritten."""
        return columns.T

    def matrix_room(self, columns: Any, _n: int) -> Any:
        """Return columns of n numbers as [row, column], to be overwritten."""
        return columns.T

    def series(self, name: str, column: Any, n: int, _dtype: type[pl.DataType]) -> pl.Series:
        """Return the first n numbers of a column as a series."""
        return pl.Series(name, column[:n])

    def series_of(self, name: str, matrix: Any, k: int, n: int) -> pl.Series:
        """Return the first n numbers of a matrix's column k as a series."""
        return pl.Series(name, matrix[:n, k])


Medium = Lists | Arrays


def medium_for(n: int) -> Medium:
    """Return lists for the few rows that a plain kernel serves, and arrays for what a compiled one does.

    >>> type(medium_for(10)).__name__
    'Lists'
    """
    return Arrays() if is_large(n) else Lists()
