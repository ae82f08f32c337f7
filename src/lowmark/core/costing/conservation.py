"""Check by other arithmetic that no value and no quantity was lost: what flowed is what the layers now hold more.

Before this: `cost` has its tables. After this: nothing; it is asserted. Totals and products are taken in 64 bits
where none of such numbers can wrap, else in 128; what is left of a layer is worked out by frame arithmetic, not by the
kernel's function.
"""

import polars as pl

from lowmark.core.kinds.arithmetic import INT64_MAX


def is_conserved(
    *, flows: pl.DataFrame, before: pl.DataFrame | None, after: pl.DataFrame, components: tuple[str, ...]
) -> bool:
    """Say whether flows add up, in quantity and in each component, to what layers hold now less what they held.

    >>> layer = pl.DataFrame({"quantity_micro": [3], "consumed_micro": [0], "value_minor": [100]})
    >>> taken = pl.DataFrame({"quantity_micro": [-1], "value_minor": [-33]})
    >>> is_conserved(flows=taken, before=layer, after=layer.with_columns(consumed_micro=pl.lit(1)),
    ...                    components=("value_minor",))
    True
    """
    names = ("quantity_micro", *components)
    found = [frame.select(pl.max(*names)).row(0) for frame in (after, before) if frame is not None and frame.height]
    largest = max(map(max, found), default=0)
    rows = flows.height + after.height + (0 if before is None else before.height)
    total_type = pl.Int64 if largest * rows <= INT64_MAX else pl.Int128
    product_type = pl.Int64 if 2 * largest * max((row[0] for row in found), default=0) <= INT64_MAX else pl.Int128

    flowed = _totals(flows, names, total_type)
    held = _held(after, components, total_type, product_type)
    held_before = [0] * len(held) if before is None else _held(before, components, total_type, product_type)
    return all(flow == now - then for flow, now, then in zip(flowed, held, held_before, strict=True))


def _totals(frame: pl.DataFrame, names: tuple[str, ...], total_type: type[pl.DataType]) -> list[int]:
    return [int(total) for total in frame.select(pl.col(name).cast(total_type).sum() for name in names).row(0)]


def _held(
    layers: pl.DataFrame, components: tuple[str, ...], total_type: type[pl.DataType], product_type: type[pl.DataType]
) -> list[int]:
    """Return the quantity that layers still hold, and the value of each component."""
    came, consumed = pl.col("quantity_micro"), pl.col("consumed_micro")
    not_used_up = layers.select("quantity_micro", "consumed_micro", *components).filter(consumed < came)
    begun = not_used_up.filter(consumed > 0)
    gone = begun.select(
        consumed.cast(total_type),
        *(rounded(name, "consumed_micro", "quantity_micro", product_type).cast(total_type) for name in components),
    )
    left = _totals(not_used_up, ("quantity_micro", *components), total_type)
    return [whole - int(part.sum()) for whole, part in zip(left, gone, strict=True)]


def rounded(value: str, part: str, whole: str, product_type: type[pl.DataType] = pl.Int128) -> pl.Expr:
    """Return value * part / whole of three columns, rounded half to even, in 128 bits unless twice a product fits fewer.

    >>> pl.DataFrame({"v": [5, 7], "p": [1, 1], "w": [2, 2]}).select(rounded("v", "p", "w")).to_series().to_list()
    [2, 4]
    """
    divisor = pl.col(whole).cast(product_type)
    product = pl.col(value).cast(product_type) * pl.col(part).cast(product_type)
    quotient = product // divisor
    twice = 2 * (product - quotient * divisor)
    goes_up = (twice > divisor) | ((twice == divisor) & (quotient % 2 == 1))
    return quotient + goes_up.cast(product_type)
