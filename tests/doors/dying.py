"""Workers that die: `python -m tests.doors.dying`, asked on its input for the statement before which the next one is killed.

Django is set up once, before any connection is opened and before anything that has threads is imported; then each worker
is forked. It carries out the next job, and is killed as `kill -9` kills. The answer is 1 where it was, 0 where it ended.
"""

import os
import signal
import sys


def main() -> None:
    """Let one worker after another die."""
    from lowmark.services.setup import prepare_django

    prepare_django()
    import lowmark.services.jobs  # noqa: F401

    assert "polars" not in sys.modules  # Its threads would not be there after the fork.
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            die_before(int(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(int(os.WIFSIGNALED(status)), flush=True)


def die_before(statement: int) -> None:
    """Carry out the next job, up to a statement."""
    from django.db import connections

    from lowmark.services import jobs

    seen = 0

    def count(execute, sql, parameters, many, context):
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, parameters, many, context)

    for alias in ("default", "ops", "reader"):
        connections[alias].execute_wrappers.append(count)
    jobs.run_next()


if __name__ == "__main__":
    main()
