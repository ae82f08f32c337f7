"""Part the cost of goods: what of it was bought, carried and cleared, worked, or is overhead, wherever the goods went.

Receipts come with their parts (`received`); `cost_rolled` costs each part by itself, as it costs the whole, so that what is
sold, comes back, goes over or is made into something takes its parts along. Each part is rounded by itself. The whole is what the
books have; so what a pool holds after each of its moves is brought to the whole (`brought`), by largest remainder, and what
a move took is the difference of two such amounts: nothing drifts, and an empty pool is empty in every part. What differs by
more than rounding can is an error.

Before this: moves, what changed their cost, and the costing of the whole. After this: inventories and expenses by part.
Nothing of it is stored: it follows from the record, as the cost itself does. Sources: IAS 2.10 to 2.18 (costs of purchase, of
conversion, others) and 2.36(b) and (d); ASC 330-10-30-1 to 30-8.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from lowmark.core.costing.linked import no_productions
from lowmark.core.costing.production import abnormal_waste
from lowmark.core.costing.results import Costed
from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.problems import Problem

WHOLE: Final = "value_minor"
PARTS: Final = (
    "purchase_minor", "freight_duty_minor", "labour_minor", "depreciation_minor", "other_overhead_minor",
    "not_split_minor",
)  # fmt: skip
"""Parts of cost, as columns. A standard says one price, and not of what it is made, and so does whoever says what goods are worth
that were made: that is not split, and what such goods are made into has it beside its own labour and overhead."""
PURCHASE: Final = PARTS[0]
NOT_SPLIT: Final = PARTS[-1]

FLOWS: Final = {"pool": pl.Int64, "move": pl.Int64, "is_revalued": pl.Boolean}
"""What one row of parted flows is of: all that a move did to a pool, or what rolls of standards did to the layer it brought."""

_MOST_PER_FLOW: Final = len(PARTS) + 1
"""By how many units one flow can put the parts and the whole apart: each is rounded once before it and once after it."""


def received(*, moves: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Give receipts that have a value their parts: what each came at is of one part, and each change is of the part that it names.

    A credit is of its own part first; what that does not have comes off the others, as they stand; and no part is below nothing.

    Shapes: moves: move, quantity_micro, value_minor, kind, came_as (the part of which its value is, a column of ``PARTS``) and
            others; changes: move, part, value_minor, all that count by then. Out: moves with ``PARTS``, null where there is no
            value of a receipt's own; value_minor with the changes.

    >>> moves = pl.DataFrame({"move": [1, 2, 3], "quantity_micro": [5, 5, -4], "value_minor": [100, 40, None],
    ...                       "kind": [None] * 3, "came_as": [PURCHASE] * 3})
    >>> changes = pl.DataFrame({"move": [1, 1, 2, 2], "part": ["freight_duty_minor", "purchase_minor"] * 2,
    ...                         "value_minor": [12, -10, -4, -50]})
    >>> received(moves=moves, changes=changes).select("move", "value_minor", *PARTS[:2]).rows()
    [(1, 102, 90, 12), (2, 0, 0, 0), (3, None, None, None)]
    """
    comes = (pl.col("quantity_micro") > 0) & pl.col(WHOLE).is_not_null() & pl.col("kind").ne_missing("re_pool")
    valued = moves.with_columns(
        pl.when(comes & (pl.col("came_as") == name)).then(WHOLE).when(comes).then(0).alias(name) for name in PARTS
    )
    changing = valued.filter(comes).join(changes.select("move").unique(), on="move", how="semi")
    by_move = {move: parts for move, *parts in changing.select("move", *PARTS).iter_rows()}
    for move, part, value in changes.select("move", "part", WHOLE).iter_rows():
        by_move[move][PARTS.index(part)] += value
    rows = [(move, *_never_below_nothing(parts)) for move, parts in by_move.items()]
    changed = pl.DataFrame(rows, dict.fromkeys(("move", *PARTS), pl.Int64), orient="row")
    both = valued.join(changed, on="move", how="left", maintain_order="left", suffix="_changed").with_columns(
        pl.when(pl.col(name).is_not_null()).then(pl.coalesce(f"{name}_changed", name)).alias(name) for name in PARTS
    )
    worth = pl.when(pl.col(PARTS[0]).is_not_null()).then(pl.sum_horizontal(PARTS)).otherwise(WHOLE)
    return both.with_columns(worth.alias(WHOLE)).select(*moves.columns, *PARTS)


def _never_below_nothing(parts: list[int]) -> list[int]:
    """Take what is below nothing off the other parts."""
    above = [max(0, part) for part in parts]
    short = sum(above) - max(0, sum(parts))
    return [part - off for part, off in zip(above, largest_remainder(short, above), strict=True)] if short else above


def restated(*, moves: pl.DataFrame, costs: pl.DataFrame) -> pl.DataFrame:
    """Spread what goods that go over are worth besides what they bring over the parts of what they bring.

    Domain: no part is brought below nothing, though parts, each rounded by itself, may be some cents less than the whole.

    Shapes: moves: pool, move, value_minor (what they are worth besides) and ``PARTS``; costs: move, ``PARTS``: at what they left.

    >>> moves = pl.DataFrame({"pool": [2], "move": [7], "value_minor": [-10], **dict.fromkeys(PARTS, [None])},
    ...                      schema_overrides=dict.fromkeys(PARTS, pl.Int64))
    >>> costs = pl.DataFrame({"move": [7], **dict.fromkeys(PARTS, [0])}).with_columns(purchase_minor=30, labour_minor=10)
    >>> restated(moves=moves, costs=costs).select("purchase_minor", "labour_minor").row(0)
    (-8, -2)
    >>> all_of_it = moves.with_columns(value_minor=-41)
    >>> restated(moves=all_of_it, costs=costs).select("purchase_minor", "labour_minor").row(0)
    (-30, -10)
    """
    left = {row[0]: list(row[1:]) for row in costs.select("move", *PARTS).iter_rows()}
    rows = [
        (pool, move, *_spread(max(value, -sum(left[move])), left[move], ()))
        for pool, move, value in moves.filter(pl.col("move").is_in(list(left)))
        .select("pool", "move", WHOLE)
        .iter_rows()
    ]
    found = pl.DataFrame(rows, dict.fromkeys(("pool", "move", *PARTS), pl.Int64), orient="row")
    joined = moves.join(found, on=["pool", "move"], how="left", maintain_order="left", suffix="_besides")
    return joined.with_columns(pl.coalesce(name, f"{name}_besides").alias(name) for name in PARTS).select(moves.columns)


def conversion_parts(*, made: pl.DataFrame, conversions: pl.DataFrame) -> pl.DataFrame:
    """Return the legs of productions with the parts of what conversion cost, which comes with the first product.

    Shapes: made: as `cost_linked` takes it; conversions: production, labour_minor, depreciation_minor, other_overhead_minor.

    >>> made = pl.DataFrame([(1, 1, 5, 7, None, None, 0, 80), (1, 2, 6, 8, 9, None, 0, 20)], orient="row",
    ...     schema=[*no_productions((WHOLE,)).columns])
    >>> said = pl.DataFrame({"production": [1], "labour_minor": [12], "depreciation_minor": [5], "other_overhead_minor": [3]})
    >>> conversion_parts(made=made, conversions=said).select("move", "labour_minor", "other_overhead_minor").rows()
    [(7, 0, 0), (8, 12, 3)]
    """
    named = [name for name in conversions.columns if name in PARTS]
    has = pl.col("share_micro").is_not_null() & (pl.col("share_micro") > 0)
    first = has & (pl.col("place") == pl.col("place").filter(has).min().over("production"))
    joined = made.join(conversions.cast({"production": pl.Int64}), on="production", how="left", maintain_order="left")
    split = joined.with_columns(
        (pl.when(first).then(pl.col(name)).otherwise(0) if name in named else pl.lit(0, dtype=pl.Int64)).alias(name)
        for name in PARTS
    )
    wrong = split.filter(first, pl.sum_horizontal(PARTS) != pl.col(WHOLE))
    assert wrong.is_empty(), wrong
    return split.select(no_productions(PARTS).columns)


def at_standard(standards: pl.DataFrame) -> pl.DataFrame:
    """Return standards whose price is one part.

    >>> at_standard(pl.DataFrame({"pool": [1], "quantity_micro": [9], "value_minor": [5]})).row(0)
    (1, 9, 0, 0, 0, 0, 0, 5)
    """
    more = [name for name in standards.columns if name not in ("pool", "quantity_micro", WHOLE)]
    return standards.select(
        "pool", "quantity_micro", *(pl.lit(0, dtype=pl.Int64).alias(name) for name in PARTS[:-1]),
        pl.col(WHOLE).alias(PARTS[-1]), *more,
    )  # fmt: skip


def brought(*, whole: Costed, parts: Costed, fed: pl.DataFrame) -> pl.DataFrame:
    """Return what each move did to each pool, whole and part by part, so that the parts are the whole.

    Shapes: whole and parts: the same moves, costed with the one component ``WHOLE`` and with ``PARTS``; fed: pool, source_pool:
            into which pools goods come from which. Out: ``FLOWS``, accounting_on, quantity_micro, value_minor, ``PARTS``, and
            rounded_minor: what was put right of what the pool holds then.
    Raises: Problem ``parts_differ`` where they are further apart than rounding can put them.

    >>> from datetime import date
    >>> from lowmark.core.costing.cost import cost
    >>> moves = pl.DataFrame({"pool": [1, 1, 1], "move": [1, 2, 3], "accounting_on": [date(2026, 1, 1)] * 3,
    ...     "known_seq": [1, 2, 3], "quantity_micro": [3, -1, -2], "value_minor": [4, None, None],
    ...     "kind": ["receipt", "issue", "issue"], "came_as": [PURCHASE] * 3})
    >>> changes = pl.DataFrame({"move": [1], "part": ["labour_minor"], "value_minor": [1]})
    >>> parted = received(moves=moves, changes=changes)
    >>> moves = parted.select(moves.columns)
    >>> found = brought(whole=cost(moves=moves), parts=cost(moves=parted, components=PARTS),
    ...                 fed=pl.DataFrame(schema={"pool": pl.Int64, "source_pool": pl.Int64}))
    >>> found.select("move", "value_minor", "purchase_minor", "labour_minor").rows()
    [(1, 5, 4, 1), (2, -2, -2, 0), (3, -3, -2, -1)]
    """
    key = [*FLOWS]
    summed = _by_move(whole.flows, ("quantity_micro", WHOLE)).join(
        _by_move(parts.flows, PARTS).drop("accounting_on", "known_seq"), on=key, how="left", validate="1:1"
    ).sort("pool", "accounting_on", "known_seq", "move").with_columns(pl.col(PARTS).fill_null(0))  # fmt: skip
    held = [f"{name}_held" for name in PARTS]
    cumulative = summed.with_columns(
        *(pl.col(name).cum_sum().over("pool").alias(after) for name, after in zip(PARTS, held, strict=True)),
        rounded_minor=(pl.col(WHOLE) - pl.sum_horizontal(PARTS)).cum_sum().over("pool"),
    )
    _require_rounding(cumulative, fed)
    ever = {row[0]: row[1:] for row in summed.group_by("pool").agg(pl.col(PARTS).clip(lower_bound=0).sum()).iter_rows()}
    apart = cumulative.with_row_index("row").filter(pl.col("rounded_minor") != 0)
    put = [
        (row, *_spread(short, there, ever[pool]))
        for row, pool, short, *there in apart.select("row", "pool", "rounded_minor", *held).iter_rows()
    ]
    more = pl.DataFrame(put, {"row": pl.UInt32, **dict.fromkeys(PARTS, pl.Int64)}, orient="row")
    placed = cumulative.drop(PARTS).with_row_index("row").join(more, on="row", how="left", maintain_order="left")
    stands = placed.with_columns(
        (pl.col(after) + pl.col(name).fill_null(0)).alias(name) for name, after in zip(PARTS, held, strict=True)
    )
    found = stands.with_columns(
        (pl.col(name) - pl.col(name).shift(1, fill_value=0).over("pool")).alias(name) for name in PARTS
    ).select(*key, "accounting_on", "quantity_micro", WHOLE, *PARTS, "rounded_minor")
    assert found.filter(pl.sum_horizontal(PARTS) != pl.col(WHOLE)).is_empty()
    return found


def _by_move(flows: pl.DataFrame, amounts: tuple[str, ...]) -> pl.DataFrame:
    """Return what each move did to each pool, what was trued up of it included; revaluations by themselves."""
    named = flows.with_columns(is_revalued=pl.col("kind") == "revalue")
    return named.group_by(*FLOWS).agg(pl.col("accounting_on", "known_seq").min(), pl.col(amounts).sum())


def _spread(short: int, there: list[int], ever: tuple[int, ...]) -> list[int]:
    """Spread a few units over what there is of each part; where there is nothing, over what there ever was."""
    weights = [abs(part) for part in there]
    if not any(weights):
        weights = [abs(part) for part in ever]
    return largest_remainder(short, weights if any(weights) else [1, *[0] * (len(there) - 1)])


def _require_rounding(cumulative: pl.DataFrame, fed: pl.DataFrame) -> None:
    """Refuse parts that are further from the whole than the flows of a pool, and of those that feed it, can have put them.

    Raises: Problem ``parts_differ``.
    """
    counts = dict(cumulative.group_by("pool").len().iter_rows())
    allowed = _together(counts, fed)
    found = cumulative.group_by("pool").agg(apart=pl.col("rounded_minor").abs().max()).sort("pool")
    for pool, apart in found.iter_rows():
        _require(pool, apart, allowed)


def _require(pool: int, apart: int, allowed: Mapping[int, int]) -> None:
    if apart > _MOST_PER_FLOW * allowed[pool]:
        raise Problem("parts_differ", f"the parts of what goods cost differ from the whole by {apart}",
                      hint="what recost and verify find comes first", where={"pool": pool})  # fmt: skip


def _together(counts: Mapping[int, int], fed: pl.DataFrame) -> dict[int, int]:
    """Return for each pool the number of flows of all pools that goods go between."""
    into = {pool: pool for pool in counts}

    def root(pool: int) -> int:
        while into[pool] != pool:
            into[pool] = into[into[pool]]
            pool = into[pool]
        return pool

    for pool, source in fed.unique().iter_rows():
        if pool in into and source in into:
            into[root(pool)] = root(source)
    sums: dict[int, int] = {}
    for pool, number in counts.items():
        sums[root(pool)] = sums.get(root(pool), 0) + number
    return {pool: sums[root(pool)] for pool in counts}


def beside(
    *, whole: Costed, parts: Costed, made: pl.DataFrame, parted: pl.DataFrame, fed: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what never came into goods: what receipts brought beyond standard, and what productions lost abnormally.

    Shapes: made and parted: the legs of productions with ``WHOLE`` and with ``PARTS``; fed: as `brought` takes it. Out, both:
            pool, move, value_minor, ``PARTS``.
    Raises: Problem ``parts_differ``.
    """
    allowed = _together(dict(whole.flows.group_by("pool").len().iter_rows()), fed)
    lost = [
        abnormal_waste(flows=costed.flows, made=legs, components=names)
        for costed, legs, names in ((whole, made, (WHOLE,)), (parts, parted, PARTS))
    ]
    return _whole_of(whole.variances, parts.variances, allowed), _whole_of(lost[0], lost[1], allowed)


def _whole_of(whole: pl.DataFrame, parts: pl.DataFrame, allowed: Mapping[int, int]) -> pl.DataFrame:
    """Bring the parts of each move to its whole."""
    sums = whole.group_by("pool", "move").agg(pl.col(WHOLE).sum())
    of = parts.group_by("pool", "move").agg(pl.col(PARTS).sum())
    joined = sums.join(of, on=["pool", "move"], how="full", coalesce=True).fill_null(0).sort("pool", "move")
    rows = []
    for pool, move, value, *there in joined.select("pool", "move", WHOLE, *PARTS).iter_rows():
        short = value - sum(there)
        _require(pool, abs(short), allowed)
        rows.append(
            (pool, move, value, *(part + put for part, put in zip(there, _spread(short, there, ()), strict=True)))
        )
    return pl.DataFrame(rows, dict.fromkeys(("pool", "move", WHOLE, *PARTS), pl.Int64), orient="row")
