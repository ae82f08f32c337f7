"""The library: from files or frames to an answer, with no database.

Before this: files that somebody exported, or frames. After this: `import lowmark` and `lowmark assess FILE`. It reads
a framework's parameters, calls the core and gives numbers their names back. `frames` takes frames and is loaded when
it is first asked for; `assess_file` takes files; `stages` is what the package shows of the core.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lowmark.library.frames import assess_on_hand

__all__ = ["assess_on_hand"]


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from lowmark.library import frames

    return getattr(frames, name)
