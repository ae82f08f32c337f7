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


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear the progress of what is done inside."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
