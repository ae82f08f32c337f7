"""Answers that are longer than a page, kept line by line for a day: every page of one is of the same moment.

Before this: a query's answer, or rows read a batch at a time. After this: whoever asks for the next page, or for a file of
all rows. A kept answer is no fact: nothing cites it, whoever is too late asks again, and old ones are cleared away here.
"""

import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings

SECONDS: Final = 24 * 60 * 60
"""So long is an answer kept."""


def folder() -> Path:
    """Return the folder of kept answers; made when first written to."""
    return Path(settings.DATABASE.ops_file.with_suffix(".answers"))


def keep(lines: Iterator[bytes]) -> str:
    """Write lines as they come, whole or not at all; return the name that they are kept under."""
    _clear()
    name = secrets.token_hex(16)
    with scratch() as (place, file):
        file.writelines(lines)
        file.flush()
        place.replace(folder() / name)
    return name


@contextmanager
def scratch() -> Iterator[tuple[Path, IO[bytes]]]:
    """Open a file that nobody else knows; it is gone afterwards, unless it has been given another name."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder(), prefix="made-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield Path(name), file
    finally:
        Path(name).unlink(missing_ok=True)


def read(name: str, *, at: int, lines: int) -> tuple[bytes, list[bytes], int | None] | None:
    """Return the first line, up to so many lines from a place on, and the place after them; none where it is not kept.

    Domain: `at` 0 is the place after the first line. The place after is null where nothing follows. What it costs does not
            depend on the place.
    """
    try:
        file = (folder() / name).open("rb")
    except OSError:
        return None
    with file:
        head = file.readline()
        if at:
            file.seek(at)
        found = [line for line in (file.readline() for _ in range(lines)) if line]
        after = file.tell()
        return head, found, after if file.read(1) else None


def opened(name: str) -> Any:
    """Open a kept answer to be sent away."""
    return (folder() / name).open("rb")


def blocks(name: str, *, size: int) -> Iterator[bytes]:
    """Yield a kept answer's lines, whole ones, so many bytes at a time and a little."""
    with (folder() / name).open("rb") as file:
        while lines := file.readlines(size):
            yield b"".join(lines)


def place_of(name: str) -> Path:
    """Return the file of a kept answer."""
    return folder() / name


def _clear() -> None:
    """Remove what is older than a day."""
    until = time.time() - SECONDS  # noqa: TID251 -- how long a file lies here is no fact
    for one in folder().glob("*"):
        with suppress(FileNotFoundError):
            if one.stat().st_mtime < until:
                one.unlink()
