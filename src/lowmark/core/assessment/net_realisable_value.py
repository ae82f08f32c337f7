"""Net realisable value: a quantity at its net price.

Before this: `net_price` (what one quantity fetches after costs, exactly). After this: `lower_of_cost_and_nrv`. Nothing has
been rounded so far; here the value is, once. Source: IAS 2.6.
"""

from collections.abc import MutableSequence, Sequence
from typing import Any, Final, NamedTuple

import polars as pl

from lowmark.core.assessment.net_price import PARTS, pair_of
from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import INT64_MAX, multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO

_PRICED: Final = ("quantity_micro", "net_amount_micro", "evidence_quantity_micro")
_KEY: Final = ("unit", "tier")


class Priced(NamedTuple):
    """Quantities and the net prices that they have: columns of a row each, and what holds for all rows.

    Units: `scale` brings millionths of a currency unit to its minor units.
    """

    quantity: Sequence[int]
    net: Sequence[int]
    evidence_quantity: Sequence[int]
    scale: int


def kernel(priced: Priced, value: MutableSequence[int]) -> None:
    """Write the value of every row.

    Domain: quantities above zero; ``evidence_quantity * scale`` fits 64 bits, where this is compiled.
    Raises: OverflowError when a result does not fit 64 bits.

    >>> value = [0]
    >>> kernel(Priced([20_000_000], [5_700_000], [1_000_000], 10_000), value)
    >>> value
    [11400]
    """
    for row in range(len(priced.quantity)):
        divisor = priced.evidence_quantity[row] * priced.scale
        value[row] = multiply_divide_round(priced.quantity[row], priced.net[row], divisor)


def value_of(priced: pl.DataFrame, *, parts: pl.DataFrame, cost_to_sell_rate_micro: int, places: int) -> pl.DataFrame:
    """Return the tiers with `value_minor`, null where there is no price.

    Shapes: `priced` as `net_price.net_of` returns it for `parts`, with unit and tier in both.
    Units:  `places` is how many decimals the currency has; it has at most six, as a price has.
    Domain: costs above the price give a negative value: the goods cost more to be rid of than they fetch.
    Raises: Problem ``value_out_of_range``, naming the first unit whose value does not fit 64 bits.

    >>> priced = pl.DataFrame({"unit": [1], "tier": [1], "quantity_micro": [2_000_000], "net_amount_micro": [10_000_000],
    ...                        "evidence_quantity_micro": [3_000_000], "is_exact": [True]})
    >>> value_of(priced, parts=priced, cost_to_sell_rate_micro=0, places=2)["value_minor"].to_list()
    [667]
    """
    scale = 10 ** (6 - places)
    has_price = pl.col("net_amount_micro").is_not_null()
    rows = priced.filter(has_price & pl.col("is_exact"))
    # Compiled code multiplies the divisor in 64 bits; the plain form has no such bound, and is for the rare rest.
    fits = (rows["evidence_quantity_micro"] <= INT64_MAX // scale).all()
    run = compiled.for_size(kernel, rows.height if fits else 0)
    columns: list[Any] = [rows[name].to_list() if run is kernel else rows[name].to_numpy() for name in _PRICED]
    quantity, net, per = columns
    value = _room(rows.height, as_lists=run is kernel)
    try:
        run(Priced(quantity, net, per, scale), value)
    except OverflowError:
        raise _out_of_range(rows, scale) from None

    found = rows.select(*_KEY, pl.Series("value_minor", value, dtype=pl.Int64))
    beyond = priced.filter(has_price & ~pl.col("is_exact")).select(_KEY)
    if not beyond.is_empty():
        wide = _wide(parts.join(beyond, on=_KEY, how="semi"), MICRO - cost_to_sell_rate_micro, scale)
        found = pl.concat([found, wide])
    return priced.join(found, on=_KEY, how="left", maintain_order="left")


def _wide(parts: pl.DataFrame, kept_micro: int, scale: int) -> pl.DataFrame:
    """Value the rare tiers whose net price fits no 64 bits, by Python's own ints: they are exact all the same."""
    values = []
    for unit, tier, quantity_micro, *row in parts.select(*_KEY, "quantity_micro", *PARTS).iter_rows():
        pair = pair_of(tuple(row), kept_micro)
        try:
            values.append(
                (unit, tier, multiply_divide_round(quantity_micro, pair.net_micro, pair.quantity_micro * scale))
            )
        except OverflowError:
            raise _problem(unit) from None
    return pl.DataFrame(values, schema={"unit": pl.Int64, "tier": pl.Int64, "value_minor": pl.Int64}, orient="row")


def _room(n: int, *, as_lists: bool) -> Any:
    import numpy as np

    return [0] * n if as_lists else np.zeros(n, dtype=np.int64)


def _out_of_range(rows: pl.DataFrame, scale: int) -> Problem:
    """Find the first unit whose value does not fit."""
    for unit, quantity, net, evidence_quantity in rows.sort(_KEY).select("unit", *_PRICED).iter_rows():
        try:
            kernel(Priced([quantity], [net], [evidence_quantity], scale), [0])
        except OverflowError:
            return _problem(unit)
    raise AssertionError("the compiled kernel overflowed where the plain one does not")


def _problem(unit: int) -> Problem:
    return Problem("value_out_of_range", f"the value of unit {unit} does not fit 64 bits",
                   hint="look for a price or a quantity with too many zeros", where={"unit": unit})  # fmt: skip
