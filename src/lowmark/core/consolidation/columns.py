"""Columns of a frame multiplied, divided and rounded as `kinds.arithmetic` does it, in 128 bits."""

import polars as pl


def rounded(a: pl.Expr, b: pl.Expr, c: pl.Expr) -> pl.Expr:
    """Return ``a * b / c`` rounded half to even; ``c`` is positive, the others are of any sign.

    >>> frame = pl.DataFrame({"a": [5, 7, -5, -7, -1], "b": [1, 1, 1, 1, 1], "c": [2, 2, 2, 2, 3]})
    >>> frame.select(rounded(pl.col("a"), pl.col("b"), pl.col("c"))).to_series().to_list()
    [2, 4, -2, -4, 0]
    """
    divisor = c.cast(pl.Int128)
    product = a.cast(pl.Int128) * b.cast(pl.Int128)
    quotient = product // divisor
    twice = 2 * (product - quotient * divisor)
    goes_up = (twice > divisor) | ((twice == divisor) & (quotient % 2 != 0))
    return quotient + goes_up.cast(pl.Int128)
