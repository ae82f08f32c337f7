"""Be a process of its own that reads one file within limits, and can be stopped by the system without harm to anybody.

Before this: `workbook.limited` has started the process, with the file open and limits on its command line. After this: what a
reader says goes out as lines of JSON. Only the standard library is needed.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import IO, Any, Final

OUT_OF_MEMORY: Final = 3
"""What the process says by its exit code when it cannot say anything else."""


def read_within_limits(read: Callable[[IO[bytes]], None], *, files: int | None = None) -> None:
    """Read the file that is open under the first number, within the limits that follow.

    Domain: `files` is how many may be open at a time, where that is bounded.
    """
    file, memory, seconds = (int(said) for said in sys.argv[1:4])
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    if files is not None:
        _limit(resource.RLIMIT_NOFILE, files)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_AS, memory)
    try:
        with os.fdopen(file, "rb") as opened:
            opened.seek(0)
            read(opened)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception:  # noqa: BLE001 whatever a damaged file does to its reader, the answer is the same
        say({"stopped": "unreadable"})


def say(said: dict[str, Any]) -> None:
    """Hand a line on; half a character, which a file may hold, goes with it."""
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode(errors="surrogatepass") + b"\n")
    sys.stdout.buffer.flush()


def _limit(which: int, most: int) -> None:
    """Bound what this process may use, for good."""
    _, hard = resource.getrlimit(which)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (allowed, allowed))
