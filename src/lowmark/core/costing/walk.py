"""Walk through the buckets of pools with a method's kernel, and make tables of what it finds.

Before this: `prepare` has brought the rows of each bucket together. After this: `cost` hands the tables out. Pools know
nothing of one another, so buckets of many rows go side by side, on as many threads as polars uses; one bucket's columns
fit a processor's cache, from which each is read several times.
"""

from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import polars as pl

from lowmark.core.costing.columns import Medium, medium_for
from lowmark.core.costing.grouping import first_disorder
from lowmark.core.costing.methods import Method
from lowmark.core.costing.pooled_results import cost_pooled
from lowmark.core.costing.prepare import Prepared
from lowmark.core.costing.results import Costed, cost_layered, together
from lowmark.core.kinds.compiled import is_large


def walk(*, prepared: Prepared, method: Method, day_type: pl.DataType) -> Costed | int:
    """Return what the rows cost, or the number of the first move found that belongs before the row before it.

    Raises: OverflowError when a pool's quantity or value on hand does not fit 64 bits; Problem ``period_disorder``.
    """
    mediums: SimpleQueue[Medium] = SimpleQueue()
    threads = pl.thread_pool_size() if is_large(prepared.n) else 1
    for _ in range(threads):
        mediums.put(medium_for(prepared.n))

    def cost_bucket(pools: tuple[int, int]) -> Costed | int:
        medium = mediums.get()
        try:
            return _cost_bucket(prepared, method, pools, medium, day_type)
        finally:
            mediums.put(medium)

    buckets = prepared.grouped.buckets() or [(0, 0)]
    if threads == 1:
        found = [cost_bucket(pools) for pools in buckets]
    else:
        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(cost_bucket, buckets))
    out_of_order = [each for each in found if isinstance(each, int)]
    return out_of_order[0] if out_of_order else together([each for each in found if isinstance(each, Costed)])


def _cost_bucket(
    prepared: Prepared, method: Method, pools: tuple[int, int], medium: Medium, day_type: pl.DataType
) -> Costed | int:
    bucket = prepared.bucket(*pools, medium)
    if method.family == "pooled":
        return cost_pooled(method, prepared, bucket, medium, day_type)
    marks = bucket.marks
    disorder = prepared.compiled(first_disorder)(bucket.rows.starts, marks.day, marks.seq, marks.move)
    if disorder >= 0:
        return int(marks.move[disorder])
    return cost_layered(method, prepared, bucket, medium, day_type)
