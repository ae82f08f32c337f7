"""Who is at a job holds its lock, and the machine takes the lock from the dead: no clock says that a worker is gone.

Before this: `services.jobs`. The operational file is on one machine's disk, and so is everybody who works on its jobs;
a lock of that machine therefore tells the living from the dead at once, whatever killed them. The bell wakes workers.
"""

import errno
import fcntl
import os
import select
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def _place(name: str) -> Path:
    """Return the file of a name beside the operational file."""
    folder = Path(settings.DATABASE.ops_file.with_suffix(".jobs"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / name


@contextmanager
def held(name: str) -> Iterator[bool]:
    """Hold a job's lock, if nobody living does; yield whether it is ours."""
    with _place(f"{name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def forget(name: str) -> None:
    """Remove the lock's file of a job that is over; whoever takes the lock later finds it over."""
    _place(f"{name}.lock").unlink(missing_ok=True)


def ring() -> None:
    """Wake a worker that waits; where none does, nothing happens."""
    bell = _bell()
    try:
        writing = os.open(bell, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.ENOENT):  # Nobody listens.
            return
        raise
    try:
        os.write(writing, b"!")
    except BlockingIOError:
        pass  # It has been rung so often that it is full: whoever listens is on the way.
    finally:
        os.close(writing)


@contextmanager
def listening() -> Iterator[int]:
    """Open the bell to listen; yield the file to wait on."""
    bell = _bell()
    if not bell.exists():
        os.mkfifo(bell, 0o600)
    reading = os.open(bell, os.O_RDWR | os.O_NONBLOCK)
    try:
        yield reading
    finally:
        os.close(reading)


def wait(bell: int, *, others: tuple[int, ...], seconds: float) -> bool:
    """Wait until the bell rings, one of the `others` can be read, or so long; say whether it was one of the others."""
    ready, _, _ = select.select([bell, *others], [], [], seconds)
    if bell in ready:
        os.read(bell, 1)
    return bool(set(ready) & set(others))


def _bell() -> Path:
    return _place("bell")
