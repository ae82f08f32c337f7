"""Start the process that reads a workbook, bound it, and take what it says.

Before this: `archive` has judged the archive. After this: `xlsx_bytes` makes faults and columns of what was said.

Why a process: a parser that is fed by strangers can be driven out of memory or into a loop, and only the system can
stop it then. Why started anew, by `python -I -S` and not by `multiprocessing`: it inherits no memory, no open file, no
environment and no lock of a server with threads; it does not run the server's main module again; it imports the
standard library and five small files, which takes about a tenth of a second of processor time. What it says is not
trusted either: it is bounded in length and taken as numbers and texts only.
"""

import json
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from lowmark.interchange.bounded import OUT_OF_MEMORY
from lowmark.interchange.texts import FILE_BYTES

_ROOT: Final = str(Path(__file__).parents[3])
_START: Final = (
    "import sys; from importlib import import_module; where, main = sys.argv.pop(1), sys.argv.pop(1);"
    "sys.path.extend(where.split(':')); import_module(main).main()"
)
_WORKBOOK: Final = "lowmark.interchange.workbook.child"
_STOPPED: Final = {OUT_OF_MEMORY, -signal.SIGKILL, -signal.SIGXCPU}
_LINE_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one workbook may take: memory in bytes, processor and clock in seconds, what it says in bytes."""

    memory: int = 1024 * 1024 * 1024
    processor_seconds: int = 120
    clock_seconds: float = 240.0
    said: int = FILE_BYTES


LIMITS: Final = Limits()


class Stopped(Exception):
    """The workbook was not read to its end, by its code: `too_large`, `too_many_rows` or `unreadable`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Child:
    """The process that reads one workbook: its first line tells the sheets, the others the rows of one of them."""

    def __init__(self, process: "subprocess.Popen[bytes]", limits: Limits) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self.to: IO[bytes] = process.stdin
        self.out: IO[bytes] = process.stdout
        self.left = limits.said

    def line(self) -> dict[str, Any]:
        """Return the next line.

        Raises: Stopped, when there is none, or the child says why.
        """
        line = self.out.readline(min(_LINE_BYTES, self.left) + 1)
        self.left -= len(line)
        if line and (len(line) > _LINE_BYTES or self.left < 0):
            raise Stopped("too_large")
        if not line.endswith(b"\n"):
            raise Stopped("too_large" if self.process.wait() in _STOPPED else "unreadable")
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            raise Stopped("unreadable") from None
        if not isinstance(said, dict):
            raise Stopped("unreadable")
        if "stopped" in said:
            raise Stopped("too_many_rows" if said["stopped"] == "too_many_rows" else "unreadable")
        return said

    def ask(self, sheet: int) -> None:
        """Ask for the rows of a sheet."""
        try:
            self.to.write(b"%d\n" % sheet)
            self.to.flush()
        except BrokenPipeError:
            raise Stopped("unreadable") from None


def reading_workbook(content: bytes, limits: Limits = LIMITS) -> AbstractContextManager[Child]:
    """Start a child on a workbook; whatever happens, it is gone at the end."""
    return reading_apart(content, limits, main=_WORKBOOK)


@contextmanager
def reading_apart(
    content: bytes, limits: Limits, *, main: str, packages: str = "", more: Sequence[str] = ()
) -> Iterator[Child]:
    """Start a child on a file; whatever happens, it is gone at the end.

    Domain: `main` is the module whose `main` reads the file; `packages` is the folder of those that it needs besides the
            standard library; `more` are words of its own on its command line.
    """
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        where = ":".join((_ROOT, *([packages] if packages else [])))
        bounds = [str(limits.memory), str(limits.processor_seconds)]
        process = subprocess.Popen(  # noqa: S603 -- this interpreter, our own module, numbers
            [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, where, main, str(file.fileno()), *bounds, *more],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=[file.fileno()],
            cwd="/", env={"POLARS_MAX_THREADS": "1"} if packages else {}, start_new_session=True,
        )  # fmt: skip
        clock = threading.Timer(limits.clock_seconds, process.kill)
        clock.daemon = True
        clock.start()
        try:
            yield Child(process, limits)
        finally:
            clock.cancel()
            process.kill()
            process.communicate()
