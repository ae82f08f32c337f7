"""Walk through the buckets of pools with a method's kernel, and write down what it finds.

Before this: `prepare` has laid the rows out. After this: `cost` has its tables. One bucket's columns fit a processor's
cache, from which each is read several times; that is why this goes by bucket.
"""

import polars as pl

from lowmark.core.costing.grouping import first_disorder
from lowmark.core.costing.methods import Kernel
from lowmark.core.costing.prepare import Prepared
from lowmark.core.costing.results import Costed, Tables
from lowmark.core.kinds.compiled import for_size


def walk(*, prepared: Prepared, kernel: Kernel, day_type: pl.DataType) -> Costed | int:
    """Return what the rows cost, or the number of the first move found that belongs before the row before it.

    Raises: OverflowError when a pool's quantity on hand does not fit 64 bits.
    """
    n = prepared.n
    cost_rows, check_order = for_size(kernel, n), for_size(first_disorder, n)
    tables = Tables(n=n, components=prepared.components)
    for first_pool, end_pool in prepared.grouped.buckets():
        rows, flows, marks = prepared.bucket(first_pool, end_pool)
        if (row := check_order(rows.starts, marks.day, marks.seq, marks.move)) >= 0:
            return int(marks.move[row])
        tables.write(rows, flows, cost_rows(rows, flows), marks)
    return tables.costed(day_type)
