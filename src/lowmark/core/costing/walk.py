"""Walk through the buckets of pools with a method's kernel, and make tables of what it finds.

Before this: `prepare` has brought the rows of each bucket together. After this: `cost` hands the tables out. Pools know
nothing of one another, so buckets of many rows go side by side, on as many threads as polars uses; one bucket's columns
fit a processor's cache, from which each is read several times.
"""

from queue import SimpleQueue

import polars as pl

from lowmark.core.costing.columns import Medium, medium_for
from lowmark.core.costing.grouping import first_disorder
from lowmark.core.costing.methods import Method
from lowmark.core.costing.pooled_results import cost_pooled
from lowmark.core.costing.pooled_tables import first_earlier_period, first_late
from lowmark.core.costing.prepare import Bucket, Prepared
from lowmark.core.costing.results import Costed, cost_layered, together, typed
from lowmark.core.costing.threads import count_threads, side_by_side
from lowmark.core.kinds.compiled import is_large
from lowmark.core.kinds.problems import Problem


def walk(*, prepared: Prepared, method: Method, day_type: pl.DataType) -> Costed | int:
    """Return what the rows cost, or the number of the first move found that belongs before the row before it.

    Raises: OverflowError when a pool's quantity or value on hand does not fit 64 bits; Problem ``period_disorder``.
    """
    mediums: SimpleQueue[Medium] = SimpleQueue()
    for _ in range(count_threads(is_large=is_large(prepared.n))):
        mediums.put(medium_for(prepared.n))

    def cost_bucket(pools: tuple[int, int]) -> Costed | int:
        medium = mediums.get()
        try:
            return _cost_bucket(prepared, method, pools, medium)
        finally:
            mediums.put(medium)

    buckets = prepared.grouped.buckets() or [(0, 0)]
    found = side_by_side(cost_bucket, buckets, is_large=is_large(prepared.n))
    out_of_order = [each for each in found if isinstance(each, int)]
    if out_of_order:
        return out_of_order[0]
    return typed(together([each for each in found if isinstance(each, Costed)]), day_type)


def _cost_bucket(prepared: Prepared, method: Method, pools: tuple[int, int], medium: Medium) -> Costed | int:
    is_pooled = method.family == "pooled"
    bucket = prepared.bucket(*pools, medium, lasting=is_pooled and not prepared.has_layers)
    starts, marks = bucket.rows.starts, bucket.marks
    if is_pooled:
        disorder = prepared.compiled(first_late)(marks, starts)
    else:
        disorder = prepared.compiled(first_disorder)(starts, marks.day, marks.seq, marks.move)
    if disorder >= 0:
        return int(marks.move[disorder])
    if method.needs == "period":
        _require_periods_in_order(prepared, bucket)
    return (cost_pooled if is_pooled else cost_layered)(method, prepared, bucket, medium)


def _require_periods_in_order(prepared: Prepared, bucket: Bucket) -> None:
    find = prepared.compiled(first_earlier_period)
    earlier = find(bucket.rows.starts, bucket.terms.period, bucket.marks.brought_in)
    if earlier >= 0:
        raise Problem("period_disorder", "a move is of an earlier period than the move before it in its pool",
                      hint="a period is the one of the accounting day",
                      where={"move": int(bucket.marks.move[earlier])})  # fmt: skip
