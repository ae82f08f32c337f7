"""Interchange: files that others write, in; every fault of a file returned at once, in words, and never raised.

Before this: bytes that a door took in. After this: services, which take `ReadTable.frame` on to recording. The tables
that can be read are data, one file each, in `tables`. Reading imports polars, so it is loaded when it is first asked.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lowmark.interchange.read import ReadTable, read_table

__all__ = ["ReadTable", "read_table"]


def __getattr__(name: str) -> object:
    """Load the reader when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from lowmark.interchange import read

    return getattr(read, name)
