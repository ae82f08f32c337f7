"""A proportion of whole amounts: factor times numerator over denominator, rounded once, for a column of each.

Before this: whatever works out the three. After this: `estimates`, `lower_of_cost_or_market`. It is the one
multiply-divide-round of the kinds, row by row; numerators and denominators that do not fit 64 bits are counted in
Python's own ints.
"""

from collections.abc import MutableSequence, Sequence
from typing import Any, Final

import polars as pl

from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import INT64_MAX, multiply_divide_round
from lowmark.core.kinds.problems import Problem

_COLUMNS: Final = ("factor", "numerator", "denominator")


def kernel(
    factor: Sequence[int], numerator: Sequence[int], denominator: Sequence[int], value: MutableSequence[int]
) -> None:
    """Write the proportion of every row.

    Domain: denominators above zero.
    Raises: OverflowError when a result does not fit 64 bits.

    >>> value = [0]
    >>> kernel([14_000], [1], [3], value)
    >>> value
    [4667]
    """
    for row in range(len(factor)):
        value[row] = multiply_divide_round(factor[row], numerator[row], denominator[row])


def proportion(rows: pl.DataFrame, *, factor: pl.Expr, numerator: pl.Expr, denominator: pl.Expr) -> pl.Series:
    """Return the proportion of each row, null where one of the three is, or where the denominator is zero.

    Raises: Problem ``value_out_of_range`` where a result does not fit 64 bits.

    >>> rows = pl.DataFrame({"cost": [14_000, 100], "kept": [930_000, None]})
    >>> proportion(rows, factor=pl.col("cost"), numerator=pl.col("kept"), denominator=pl.lit(1_000_000)).to_list()
    [13020, None]
    """
    given = rows.select(factor=factor, numerator=numerator, denominator=denominator)
    is_whole = given.select(pl.all_horizontal(pl.all().is_not_null()) & (pl.col("denominator") > 0)).to_series()
    is_whole = is_whole.fill_null(value=False)
    wide = [name for name in _COLUMNS if given.schema[name] == pl.Int128]
    fits = is_whole
    if wide:
        fits = given.select(pl.lit(is_whole) & pl.all_horizontal(pl.col(wide).abs() <= INT64_MAX)).to_series()
    narrow = given.with_columns(
        pl.when(fits).then(pl.col(name)).otherwise(pl.lit(1)).cast(pl.Int64).alias(name) for name in _COLUMNS
    )
    found = pl.Series("value_minor", _counted(narrow), dtype=pl.Int64)
    beyond = is_whole & ~fits
    if beyond.any():
        found = found.scatter(beyond.arg_true(), _in_python(given.filter(beyond)))
    return found.to_frame().select(pl.when(is_whole).then("value_minor")).to_series()


def _counted(narrow: pl.DataFrame) -> Any:
    import numpy as np

    run = compiled.for_size(kernel, narrow.height)
    is_plain = run is kernel
    columns: list[Any] = [narrow[name].to_list() if is_plain else narrow[name].to_numpy() for name in _COLUMNS]
    value: Any = [0] * narrow.height if is_plain else np.zeros(narrow.height, dtype=np.int64)
    try:
        run(*columns, value)
    except OverflowError:
        raise _problem() from None
    return value


def _in_python(rows: pl.DataFrame) -> list[int]:
    try:
        return [multiply_divide_round(*row) for row in rows.iter_rows()]
    except OverflowError:
        raise _problem() from None


def _problem() -> Problem:
    return Problem("value_out_of_range", "an estimate of value does not fit 64 bits",
                   hint="look for a price, a cost or a quantity with too many zeros")  # fmt: skip
