"""The net price: a price less the cost to complete and the cost to sell, exactly, whatever quantities they are for.

Before this: `tiers`, `costs_to_come`. After this: `net_realisable_value`, which rounds, once. A price may be for three, a
cost for one, and a share of the price for neither, so all are brought to one quantity: the smallest multiple of the
price's own for which the net amount is whole. Rounding each part by itself would be off by as many halves of a cent as
there are parts; and with one pair of amount and quantity anybody can recompute the value of a tier from its row. A cost to
sell known as an amount takes the place of the policy's share of the price. Source: IAS 2.6.
"""

from math import gcd
from typing import Final, NamedTuple

import polars as pl

from lowmark.core.assessment.costs_to_come import AMOUNTS
from lowmark.core.kinds.arithmetic import INT64_MAX, multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO

PARTS: Final = ("gross_amount_micro", "evidence_quantity_micro", *AMOUNTS)
"""Columns that make a net price: the price, and of each cost to come the amount and its quantity, null where none."""

_NET: Final = {"gross_amount_micro": pl.Int64, "net_amount_micro": pl.Int64, "evidence_quantity_micro": pl.Int64,
               "is_exact": pl.Boolean}  # fmt: skip


class Pair(NamedTuple):
    """A net price, exact and of any size: what the quantity fetches before costs, what after."""

    gross_micro: int
    net_micro: int
    quantity_micro: int


def exact_pair(
    gross_micro: int, quantity_micro: int, completing: tuple[int, int], selling: tuple[int, int] | None, kept_micro: int
) -> Pair:
    """Return a price and its net, for the smallest multiple of its quantity for which the net is whole.

    Units:  a cost is an amount and the quantity that it is for; `kept_micro` is the millionths of the price that are left
            after the policy's cost to sell, which counts only where `selling` is None.

    >>> exact_pair(10, 3, (1, 1), None, 1_000_000), exact_pair(10, 3, (1, 2), (1, 1), 950_000)
    (Pair(gross_micro=10, net_micro=7, quantity_micro=3), Pair(gross_micro=20, net_micro=11, quantity_micro=6))
    """
    kept_micro, (cost_to_sell, selling_for) = (MICRO, selling) if selling else (kept_micro, (0, 1))
    cost_to_complete, completing_for = completing
    costs = cost_to_complete * selling_for + cost_to_sell * completing_for
    numerator = gross_micro * kept_micro * completing_for * selling_for - quantity_micro * costs * MICRO
    denominator = MICRO * completing_for * selling_for
    shared = gcd(numerator, denominator)
    times = denominator // shared
    return Pair(gross_micro * times, numerator // shared, quantity_micro * times)


def net_of(tiers: pl.DataFrame, *, cost_to_sell_rate_micro: int) -> pl.DataFrame:
    """Return the tiers with `net_amount_micro`, and the price brought to the quantity for which that is whole.

    Shapes: `tiers` with `PARTS`. Comes back with `is_exact`: false where that pair does not fit 64 bits, and the price
            stays as its evidence says it, the net the nearest whole amount for its quantity.
    Raises: Problem ``value_out_of_range`` where even that does not fit.

    >>> tiers = pl.DataFrame({"gross_amount_micro": [6_000_000], "evidence_quantity_micro": [1_000_000]}).with_columns(
    ...     pl.lit(None, pl.Int64).alias(name) for name in AMOUNTS)
    >>> net_of(tiers, cost_to_sell_rate_micro=50_000).row(0)[:2]
    (6000000, 1000000)
    >>> net_of(tiers, cost_to_sell_rate_micro=50_000)["net_amount_micro"].to_list()
    [5700000]
    """
    kept_micro = MICRO - cost_to_sell_rate_micro
    shared = gcd(kept_micro, MICRO)
    keeps, of = kept_micro // shared, MICRO // shared
    bare = pl.all_horizontal(pl.col(name).is_null() for name in AMOUNTS)
    # The common case needs no pair: no costs, and a share of the price that comes out even and cannot be above it.
    is_even = (pl.col("gross_amount_micro") % of == 0) & pl.lit(abs(keeps) <= of)
    simple = pl.col("gross_amount_micro").is_null() | (bare & is_even)
    net = pl.col("gross_amount_micro") // of * keeps

    parts = tiers.filter(~simple).select(PARTS).unique().sort(PARTS)
    rows = [_shown(row, kept_micro) for row in parts.iter_rows()]
    if None in rows:
        raise _out_of_range(tiers, parts[rows.index(None)])
    pairs = pl.DataFrame(rows, schema={f"{name}_exact": kind for name, kind in _NET.items()}, orient="row")
    met = tiers.join(
        pl.concat([parts, pairs], how="horizontal"), on=PARTS, how="left", nulls_equal=True, maintain_order="left"
    )
    paired = [
        pl.coalesce(f"{name}_exact", name).alias(name) for name in ("gross_amount_micro", "evidence_quantity_micro")
    ]
    return met.with_columns(
        *paired,
        net_amount_micro=pl.when(simple).then(net).otherwise("net_amount_micro_exact"),
        is_exact=pl.col("is_exact_exact").fill_null(value=True),
    ).drop(f"{name}_exact" for name in _NET)


def pair_of(row: tuple[int | None, ...], kept_micro: int) -> Pair:
    """Return the exact pair of a row of `PARTS`."""
    gross, quantity, completing, completing_for, selling, selling_for = row
    assert gross is not None and quantity is not None
    to_complete = (0, 1) if completing is None or completing_for is None else (completing, completing_for)
    to_sell = None if selling is None or selling_for is None else (selling, selling_for)
    return exact_pair(gross, quantity, to_complete, to_sell, kept_micro)


def _shown(row: tuple[int | None, ...], kept_micro: int) -> tuple[int | None, int, int | None, bool] | None:
    """Return what a tier shows: gross, net, quantity, and whether that is exact; nothing where a net does not fit."""
    pair = pair_of(row, kept_micro)
    if max(pair.gross_micro, abs(pair.net_micro), pair.quantity_micro) <= INT64_MAX:
        return *pair, True
    gross, quantity = row[:2]
    assert quantity is not None
    try:
        return gross, multiply_divide_round(pair.net_micro, quantity, pair.quantity_micro), quantity, False
    except OverflowError:
        return None


def _out_of_range(tiers: pl.DataFrame, parts: pl.DataFrame) -> Problem:
    """Name the first unit of which the costs to come are beyond all measure."""
    unit = tiers.join(parts, on=PARTS, how="semi", nulls_equal=True)["unit"].sort()[0]
    return Problem("value_out_of_range", f"the costs to come of unit {unit} do not fit 64 bits",
                   hint="look for an amount or a quantity with too many zeros", where={"unit": unit})  # fmt: skip
