"""Check by other arithmetic that no value and no quantity was lost: what layers gave up is what issues took.

Before this: `cost` has its tables. After this: nothing; it is asserted. Totals are taken in 128 bits, and the value
consumed of a layer is worked out by frame arithmetic, not by the kernel's function.
"""

import polars as pl


def value_is_conserved(
    *, flows: pl.DataFrame, before: pl.DataFrame | None, after: pl.DataFrame, components: tuple[str, ...]
) -> bool:
    """Say whether issues took, in quantity and in each component, what was consumed of the layers meanwhile.

    >>> layer = pl.DataFrame({"quantity_micro": [3], "consumed_micro": [0], "value_minor": [100]})
    >>> taken = pl.DataFrame({"kind": ["issue"], "quantity_micro": [-1], "value_minor": [-33]})
    >>> value_is_conserved(flows=taken, before=layer, after=layer.with_columns(consumed_micro=pl.lit(1)),
    ...                    components=("value_minor",))
    True
    """
    issues = flows.lazy().filter(pl.col("kind") == "issue")
    names = ("quantity_micro", *components)
    taken = issues.select(pl.col(name).cast(pl.Int128).sum() for name in names).collect().row(0)
    given = _consumed(after, components)
    given_before = (0,) * len(given) if before is None else _consumed(before, components)
    return all(-out == now - then for out, now, then in zip(taken, given, given_before, strict=True))


def _consumed(layers: pl.DataFrame, components: tuple[str, ...]) -> tuple[int, ...]:
    """Return the quantity consumed of all layers, and the value of each component that went with it."""
    came, consumed = pl.col("quantity_micro"), pl.col("consumed_micro")
    partly = layers.filter(consumed < came, consumed > 0)
    whole_values = [(pl.col(name) * (consumed == came)).cast(pl.Int128).sum() for name in components]
    rounded = [_rounded(pl.col(name)).sum() for name in components]
    whole = layers.select(whole_values).row(0)
    part = partly.select(rounded).row(0)
    quantity = layers.select(consumed.cast(pl.Int128).sum()).item()
    return quantity, *map(sum, zip(whole, part, strict=True))


def _rounded(value: pl.Expr) -> pl.Expr:
    """Return value * consumed / came, rounded half to even, in 128 bits."""
    came = pl.col("quantity_micro").cast(pl.Int128)
    product = value.cast(pl.Int128) * pl.col("consumed_micro").cast(pl.Int128)
    quotient = product // came
    twice = 2 * (product - quotient * came)
    goes_up = (twice > came) | ((twice == came) & (quotient % 2 == 1))
    return quotient + goes_up.cast(pl.Int128)
