"""Progress of long work: told by a service, heard by whichever door listens; nobody has to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int], None]
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


def tell(words: str, done: int, of: int) -> None:
    """Say how far the work has come: so many of so many steps."""
    if (listener := _LISTENER.get()) is not None:
        listener(words, done, of)


class Stopped(Exception):
    """Raised by a listener: the work is not wanted any more. What was begun is undone with its transaction."""


def unheard(_words: str, _done: int, _of: int) -> None:
    """Hear nothing: for work that is itself a step of longer work."""


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear the progress of what is done inside."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
