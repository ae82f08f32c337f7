"""A worker: it carries out what waits and waits for more. `lowmark worker` becomes this; `--once` ends when none waits,
`--beside` when whoever started it is gone (its standard input ends), however that came about.

Before this: `services.jobs`, which keeps what is asked for. After this: nothing; each job notes its own end.
Sources: Python's documentation of `signal.set_wakeup_fd`, by which a signal becomes something that can be read.
"""

import os
import signal
import sys
from types import FrameType


def main(arguments: list[str]) -> None:
    """Work until a signal says to end; the job at hand is finished first. A second signal ends at once."""
    from lowmark.services.setup import prepare_django

    prepare_django()
    from lowmark.services.working import work, work_off

    if "--once" in arguments:
        sys.stderr.write(f"{work_off()} jobs carried out\n")
        return
    told_to_end, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, _once)
    beside = "--beside" in arguments
    sys.stderr.write("Working beside the server.\n" if beside else "Working; Ctrl-C ends it.\n")
    work(told_to_end=(told_to_end, sys.stdin.fileno()) if beside else (told_to_end,))


def _once(number: int, _frame: FrameType | None) -> None:
    """Note the signal, which the pipe tells of; the next one ends the process as if nobody listened."""
    signal.signal(number, signal.SIG_DFL)


if __name__ == "__main__":
    main(sys.argv[1:])
