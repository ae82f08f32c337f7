"""What is made costs what went into it: how the cost of a production is shared among its outputs, and what is expense.

Before this: what the inputs of a production cost. After this: `linked` values its outputs, the journal takes what was lost
abnormally. All that went in comes out, to the cent and component by component: products, by-products and abnormal waste
together are inputs and conversion.

* A by-product comes in at its own value, and takes that off the cost of the others, component by component as the whole is
  made up. * Products share the rest by their shares, by largest remainder. What is lost normally has no share, so that good
  units bear it. What is lost abnormally has one, and it is an expense.

Sources: IAS 2.10 to 2.14 (joint products on a rational basis, by-products at net realisable value) and 2.16(a); ASC
330-10-30-7 and 330-10-35-14.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.kinds.allocation import largest_remainder

MADE: Final = ("production", "place", "pool", "move", "share_micro", "own_minor", "lost_micro")
"""Columns of the legs of productions, besides one for each component of cost."""

Leg = tuple[int, int]
"""A pool, and the move that takes an input from it or puts an output into it."""

Values = tuple[int, ...]
"""An amount for each component of cost."""


@dataclass(frozen=True, slots=True)
class Output:
    """What comes out: a product by its share, and what was lost of it abnormally; or a by-product at its own value."""

    leg: Leg
    share_micro: int
    own_minor: int | None
    lost_micro: int = 0


@dataclass(frozen=True, slots=True)
class Production:
    """What went in and came out, each in its place.

    Domain: `known` is the cost that is known beforehand: conversion, and inputs that were costed earlier.
    """

    inputs: tuple[Leg, ...]
    outputs: tuple[Output, ...]
    known: Values


@dataclass(frozen=True, slots=True)
class Shared:
    """What each output costs, and what was lost with it that is an expense."""

    outputs: Mapping[Leg, Values]
    lost: Mapping[Leg, Values]


def productions_of(
    made: pl.DataFrame, *, components: tuple[str, ...], costed: frozenset[Leg] | None = None
) -> dict[int, Production]:
    """Return productions by their number.

    Shapes: made: ``MADE``, and the components: what is known of the leg's cost beforehand (of an output, conversion that
            is given with it; null is nothing). A leg with neither a share nor a value of its own is an input. `place` puts
            the legs of a production in order. `lost_micro` is on the scale of the shares. costed: the inputs whose cost is
            worked out, so that what is known of them is not asked; by default none.

    >>> made = pl.DataFrame([(1, 1, 5, 7, None, None, 0, 100), (1, 2, 6, 8, 10, None, 0, 20)], orient="row",
    ...                     schema=[*MADE, "value_minor"])
    >>> productions_of(made, components=("value_minor",))[1].known
    (120,)
    """
    found: dict[int, tuple[list[Leg], list[Output], list[int]]] = {}
    ordered = made.sort("production", "place", "pool").select(*MADE, *components)
    for production, _, pool, move, share, own, lost, *known in ordered.iter_rows():
        inputs, outputs, total = found.setdefault(production, ([], [], [0] * len(components)))
        leg = (pool, move)
        if share is None and own is None:
            inputs.append(leg)
            if costed is not None and leg in costed:
                continue
        else:
            outputs.append(Output(leg, share or 0, own, lost or 0))
        for k, value in enumerate(known):
            total[k] += value or 0
    return {
        number: Production(tuple(inputs), tuple(outputs), tuple(known))
        for number, (inputs, outputs, known) in found.items()
    }


def share_production(production: Production, costs: Mapping[Leg, Values]) -> Shared | None:
    """Share what went into a production among what came out; none where its by-products are worth more than that.

    Domain: costs: of its inputs, as far as they are not known beforehand. At least one output has a share.

    >>> bikes = Production(((1, 1),), (Output((2, 2), 9, None, 1), Output((3, 3), 0, 10)), (20,))
    >>> share_production(bikes, {(1, 1): (90,)})
    Shared(outputs={(3, 3): (10,), (2, 2): (90,)}, lost={(2, 2): (10,)})
    """
    rest = list(production.known)
    for leg in production.inputs:
        for k, value in enumerate(costs.get(leg, ())):
            rest[k] += value
    outputs: dict[Leg, Values] = {}
    for each in production.outputs:
        if each.own_minor is not None:
            if each.own_minor > sum(rest):
                return None
            own = largest_remainder(each.own_minor, rest) if each.own_minor else [0] * len(rest)
            rest = [value - part for value, part in zip(rest, own, strict=True)]
            outputs[each.leg] = tuple(own)
    products = [each for each in production.outputs if each.own_minor is None]
    parts = share_out(rest, [each.share_micro for each in products], [each.lost_micro for each in products])
    lost: dict[Leg, Values] = {}
    for each, (came, gone) in zip(products, parts, strict=True):
        outputs[each.leg] = came
        if each.lost_micro:
            lost[each.leg] = gone
    return Shared(outputs, lost)


def share_out(values: Sequence[int], shares: Sequence[int], lost: Sequence[int]) -> list[tuple[Values, Values]]:
    """Share each of some values by largest remainder; return of each product what it takes and what is lost with it.

    >>> share_out([100, 3], [2, 1], [0, 1])
    [((50, 1), (0, 0)), ((25, 1), (25, 1))]
    """
    by_component = [largest_remainder(value, [*shares, *lost]) for value in values]
    n = len(shares)
    return [
        (tuple(parts[at] for parts in by_component), tuple(parts[n + at] for parts in by_component)) for at in range(n)
    ]


def abnormal_waste(
    *, flows: pl.DataFrame, made: pl.DataFrame, components: tuple[str, ...] = ("value_minor",)
) -> pl.DataFrame:
    """Return what was lost abnormally in productions, once their inputs are costed: production, pool, move (of the product
    with which it was lost) and the components.

    Shapes: flows: pool, move, components (signed), of all inputs whose cost is not known beforehand; made: as
            `productions_of` takes it.

    >>> made = pl.DataFrame([(1, 1, 5, 7, None, None, 0, None), (1, 2, 6, 8, 9, None, 1, 20)], orient="row",
    ...                     schema=[*MADE, "value_minor"])
    >>> flows = pl.DataFrame({"pool": [5], "move": [7], "value_minor": [-80]})
    >>> abnormal_waste(flows=flows, made=made).rows()
    [(1, 6, 8, 10)]
    """
    schema = dict.fromkeys(("production", "pool", "move", *components), pl.Int64)
    some = made.filter(pl.col("lost_micro") > 0).select("production").unique()
    if some.is_empty():
        return pl.DataFrame(schema=schema)
    own = made.join(some, on="production", how="semi")
    costs = costs_of(flows.join(own, on=["pool", "move"], how="semi"), components)
    found = productions_of(own, components=components, costed=frozenset(costs))
    rows = []
    for number, production in found.items():
        shared = share_production(production, costs)
        rows += [(number, *leg, *values) for leg, values in (shared.lost if shared else {}).items()]
    return pl.DataFrame(rows, schema=schema, orient="row")


def costs_of(flows: pl.DataFrame, components: tuple[str, ...]) -> dict[Leg, Values]:
    """Return at what moves left their pools, by component."""
    sums = flows.group_by("pool", "move").agg(pl.col(name).cast(pl.Int128).sum() for name in components)
    return {(row[0], row[1]): tuple(-value for value in row[2:]) for row in sums.iter_rows()}
