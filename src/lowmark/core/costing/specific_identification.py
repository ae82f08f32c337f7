"""Specific identification: what each single unit or lot cost, for goods that are not interchangeable.

Goods that are tracked by serial or lot have a pool each, so there is nothing to choose inside a pool, and the kernel is
first in, first out's. Before this: `grouping`. After this: `cost`, `one`. Source: IAS 2.23.
"""

from typing import Final

from lowmark.core.costing.fifo import kernel

__all__ = ["FAMILY", "METHOD", "kernel"]

METHOD: Final = "specific_identification"
FAMILY: Final = "layered"
