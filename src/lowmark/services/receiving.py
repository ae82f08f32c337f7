"""Take in a file that comes as the whole body of a request: in pieces, onto the disk, up to a size; then its bytes.

Before this: a door. After this: the request of an operation. What breaks off or is too large leaves nothing.
"""

from collections.abc import Callable

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from lowmark.store import answers

PIECE = 1024 * 1024
MOST = 512 * 1024 * 1024
"""Bytes of the largest file, as `interchange` takes it."""


def take_in(name: str, read: Callable[[int], bytes], *, most: int = MOST) -> File:
    """Return the file.

    Raises: Problem `too_large`.
    """
    with answers.scratch() as (place, file):
        size = 0
        while piece := read(PIECE):
            size += len(piece)
            if size > most:
                raise Problem("too_large", f"the file is larger than {most:,} bytes", hint="send it in parts")
            file.write(piece)
        file.flush()
        return File(name, place.read_bytes())
