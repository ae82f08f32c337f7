"""Walk through the buckets of pools with a method's kernel, and make tables of what it finds.

Before this: `prepare` has brought the rows of each bucket together. After this: `cost` hands the tables out. Pools know
nothing of one another, so buckets of many rows go side by side, on as many threads as polars uses; one bucket's columns
fit a processor's cache, from which each is read several times.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import polars as pl

from lowmark.core.costing.grouping import first_disorder
from lowmark.core.costing.methods import Kernel
from lowmark.core.costing.prepare import Prepared
from lowmark.core.costing.results import Costed, results, together
from lowmark.core.kinds.compiled import is_large


def walk(*, prepared: Prepared, kernel: Kernel, day_type: pl.DataType) -> Costed | int:
    """Return what the rows cost, or the number of the first move found that belongs before the row before it.

    Raises: OverflowError when a pool's quantity on hand does not fit 64 bits.
    """
    cost_one_bucket = partial(_cost_bucket, prepared=prepared, kernel=kernel, day_type=day_type)
    buckets = prepared.grouped.buckets() or [(0, 0)]
    if is_large(prepared.n):
        with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
            found = list(threads.map(cost_one_bucket, buckets))
    else:
        found = [cost_one_bucket(bucket) for bucket in buckets]
    out_of_order = [each for each in found if isinstance(each, int)]
    return out_of_order[0] if out_of_order else together([each for each in found if isinstance(each, Costed)])


def _cost_bucket(pools: tuple[int, int], *, prepared: Prepared, kernel: Kernel, day_type: pl.DataType) -> Costed | int:
    bucket = prepared.bucket(*pools)
    marks = bucket.marks
    disorder = bucket.compiled(first_disorder)(bucket.rows.starts, marks.day, marks.seq, marks.move)
    if disorder >= 0:
        return int(marks.move[disorder])
    n_flows = bucket.compiled(kernel)(bucket.rows, bucket.flows)
    return results(bucket=bucket, n_flows=n_flows, day_type=day_type)
