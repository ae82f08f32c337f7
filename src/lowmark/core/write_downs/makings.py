"""Read the products of productions out of frames: what each takes of what its inputs carried.

Before this: the legs of productions. After this: `carry` hands them to `carrying`, flow by flow.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from lowmark.core.write_downs.making import Leg, Making

LEGS: Final = {"production": pl.Int64, "place": pl.Int64, "pool": pl.Int64, "move": pl.Int64, "share_micro": pl.Int64,
               "own_minor": pl.Int64, "lost_micro": pl.Int64}  # fmt: skip
NO_LEGS: Final = pl.DataFrame(schema=LEGS)
IS_INPUT: Final = pl.col("share_micro").is_null() & pl.col("own_minor").is_null()


def makings_of(made: pl.DataFrame) -> dict[Leg, Making]:
    """Return the products of productions, by pool and move.

    Shapes: made: ``LEGS``, in any order, of whole productions.
    """
    found: dict[Leg, Making] = {}
    ordered = made.sort("production", "place", "pool").select(list(LEGS))
    for part in ordered.partition_by("production", maintain_order=True):
        inputs = tuple(part.filter(IS_INPUT).select("pool", "move").iter_rows())
        products = part.filter(pl.col("share_micro").is_not_null())
        weights = (*products["share_micro"], *products["lost_micro"].fill_null(0))
        for nth, leg in enumerate(products.select("pool", "move").iter_rows()):
            found[leg[0], leg[1]] = Making(inputs, weights, nth)
    return found


def pairs_of(made: pl.DataFrame) -> list[tuple[int, int]]:
    """Return from which pool into which goods go through productions: (from, to)."""
    used = made.filter(IS_INPUT).select("production", source_pool="pool")
    products = made.filter(pl.col("share_micro").is_not_null()).select("production", "pool")
    return [
        (row[0], row[1]) for row in used.join(products, on="production").select("source_pool", "pool").unique().rows()
    ]


def used_of(makings: Mapping[Leg, Making]) -> frozenset[Leg]:
    """Return all that productions used, by pool and move."""
    return frozenset(leg for making in makings.values() for leg in making.inputs)
