"""A crew of writers: processes that carry out what a test hands them, and are gone when the block ends."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

from tests.fresh_store import Store
from tests.hammer.writer import Answer, Asked

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")


@dataclass(frozen=True)
class Writer:
    """One process of the crew, and the line to it."""

    number: int
    line: Connection

    def ask(
        self, operation: str, username: str, *, key: str = "", step_up_id: int | None = None, **fields: Any
    ) -> Answer:
        """Let the process carry out one operation, and wait for its answer."""
        self.line.send(Asked(operation, username, fields, key, step_up_id))
        answer: Answer = self.line.recv()
        return answer


@contextmanager
def crew(store: Store, how_many: int) -> Iterator[Sequence[Writer]]:
    """Start processes that work on a store."""
    address = str(store.folder / "crew")
    with ExitStack() as open_lines, Listener(address, family="AF_UNIX", backlog=how_many) as listener:
        running = open_lines.enter_context(subprocess.Popen(
            [sys.executable, "-m", "tests.hammer.writer", address, str(how_many)], cwd=store.folder,
            env={**store.environment, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}, stdout=subprocess.PIPE, text=True,
        ))  # fmt: skip
        assert running.stdout is not None and running.stdout.readline() == "ready\n", "the writers could not begin"
        lines = [open_lines.enter_context(listener.accept()) for _ in range(how_many)]
        yield [Writer(number, line) for number, line in enumerate(lines)]


def at_once(writers: Sequence[Writer], work: Callable[[Writer], T]) -> list[T]:
    """Let every writer do some work, all beginning at the same moment; return what each did."""
    gate = Barrier(len(writers))

    def begin(writer: Writer) -> T:
        gate.wait()
        return work(writer)

    with ThreadPoolExecutor(len(writers)) as threads:
        return list(threads.map(begin, writers))
