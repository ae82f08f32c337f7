"""What of a charge is deductible now: its part of what tax law lets be deducted, after what was held before it.

Before this: `bases` (what is deductible of each layer), and what a run charges on it. After this: `deferred`. Books
charge first what is deductible; the rest waits for disposal. A reversal gives back first what was not.
"""

import polars as pl


def charge_now(*, layers: pl.DataFrame) -> pl.DataFrame:
    """Return the layers with charge_now_minor, the part of each charge (or, negative, reversal) deductible now.

    Shapes: layers: held_minor (before), charge_minor (signed), deductible_now_minor, and others that come back.

    >>> layers = pl.DataFrame({"held_minor": [0, 10, 40], "charge_minor": [30, 30, -25], "deductible_now_minor": [20, 20, 20]})
    >>> charge_now(layers=layers)["charge_now_minor"].to_list()
    [20, 10, -5]
    """
    most = pl.col("deductible_now_minor")
    before, after = pl.col("held_minor"), pl.col("held_minor") + pl.col("charge_minor")
    return layers.with_columns(charge_now_minor=pl.min_horizontal(after, most) - pl.min_horizontal(before, most))
