"""Net realisable value: a quantity at its price, less the cost to sell.

Before this: `best_evidence` (which price). After this: `lower_of_cost_and_nrv`. The price stays a pair of amount and
quantity; what is rounded is the net amount, once, and the value, once. Source: IAS 2.6.
"""

from collections.abc import MutableSequence, Sequence
from typing import Any, NamedTuple

import polars as pl

from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import INT64_MAX, multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO

_PRICED = ("quantity_micro", "gross_amount_micro", "evidence_quantity_micro")


class Priced(NamedTuple):
    """Quantities and the prices that they have: columns of a row each, and what holds for all rows.

    Units: `kept_micro` is the millionths of a price that are left after the cost to sell; `scale` brings millionths of
           a currency unit to its minor units.
    """

    quantity: Sequence[int]
    gross: Sequence[int]
    evidence_quantity: Sequence[int]
    kept_micro: int
    scale: int


class Amounts(NamedTuple):
    """Where the net amounts and the values are written."""

    net: MutableSequence[int]
    value: MutableSequence[int]


def kernel(priced: Priced, amounts: Amounts) -> None:
    """Write the net amount and the value of every row.

    Domain: quantities above zero; ``evidence_quantity * scale`` fits 64 bits, where this is compiled.
    Raises: OverflowError when a result does not fit 64 bits.

    >>> amounts = Amounts([0], [0])
    >>> kernel(Priced([20_000_000], [6_000_000], [1_000_000], 950_000, 10_000), amounts)
    >>> amounts
    Amounts(net=[5700000], value=[11400])
    """
    for row in range(len(priced.quantity)):
        net = multiply_divide_round(priced.gross[row], priced.kept_micro, MICRO)
        divisor = priced.evidence_quantity[row] * priced.scale
        amounts.net[row] = net
        amounts.value[row] = multiply_divide_round(priced.quantity[row], net, divisor)


def value_of(chosen: pl.DataFrame, *, cost_to_sell_rate_micro: int, places: int) -> pl.DataFrame:
    """Return the units with `net_amount_micro` and `value_minor`, null where there is no price.

    Units:  `places` is how many decimals the currency has; it has at most six, as a price has.
    Domain: a cost to sell above the price gives a negative value: the goods cost more to be rid of than they fetch.
    Raises: Problem ``value_out_of_range``, naming the first unit whose value does not fit 64 bits.

    >>> chosen = pl.DataFrame({"unit": [1], "quantity_micro": [2_000_000], "gross_amount_micro": [10_000_000],
    ...                        "evidence_quantity_micro": [3_000_000]})
    >>> value_of(chosen, cost_to_sell_rate_micro=0, places=2).select("net_amount_micro", "value_minor").row(0)
    (10000000, 667)
    """
    kept_micro, scale = MICRO - cost_to_sell_rate_micro, 10 ** (6 - places)
    rows = chosen.filter(pl.col("gross_amount_micro").is_not_null())
    # Compiled code multiplies the divisor in 64 bits; the plain form has no such bound, and is for the rare rest.
    fits = (rows["evidence_quantity_micro"] <= INT64_MAX // scale).all()
    run = compiled.for_size(kernel, rows.height if fits else 0)
    quantity, gross, per = (rows[name].to_list() if run is kernel else rows[name].to_numpy() for name in _PRICED)
    amounts = _room(rows.height, as_lists=run is kernel)
    try:
        run(Priced(quantity, gross, per, kept_micro, scale), amounts)  # type: ignore[arg-type]
    except OverflowError:
        raise _out_of_range(rows, kept_micro, scale) from None

    found = rows.select(
        "unit",
        pl.Series("net_amount_micro", amounts.net, dtype=pl.Int64),
        pl.Series("value_minor", amounts.value, dtype=pl.Int64),
    )
    return chosen.join(found, on="unit", how="left")


def _room(n: int, *, as_lists: bool) -> Amounts:
    import numpy as np

    if as_lists:
        return Amounts([0] * n, [0] * n)
    net: Any = np.zeros(n, dtype=np.int64)
    return Amounts(net, net.copy())


def _out_of_range(rows: pl.DataFrame, kept_micro: int, scale: int) -> Problem:
    """Find the first unit whose value does not fit."""
    for unit, quantity, gross, evidence_quantity in rows.sort("unit").select("unit", *_PRICED).iter_rows():
        try:
            kernel(Priced([quantity], [gross], [evidence_quantity], kept_micro, scale), Amounts([0], [0]))
        except OverflowError:
            return Problem("value_out_of_range", f"the value of unit {unit} does not fit 64 bits",
                           hint="look for a price or a quantity with too many zeros", where={"unit": unit})  # fmt: skip
    raise AssertionError("the compiled kernel overflowed where the plain one does not")
