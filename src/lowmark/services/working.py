"""Work off jobs until told to end: carry out what waits, tell webhooks, then wait for the bell, or for a worker that has died.

Before this: `doors.jobs`, which hears signals. After this: `services.jobs`, `services.webhooks`.
"""

from typing import Final

from django.db import close_old_connections

from lowmark.services.jobs import run_next
from lowmark.services.webhooks.delivering import deliver_due
from lowmark.store.ops import held

LOOK_AGAIN: Final = 5.0
"""Seconds until a worker looks by itself: a worker that has died rings no bell for the job it leaves."""


def work_off() -> int:
    """Carry out every job that waits; return how many there were."""
    done = 0
    while run_next():
        done += 1
    while deliver_due():
        pass
    return done


def work(*, told_to_end: tuple[int, ...]) -> None:
    """Work until one of the files `told_to_end` can be read. The job at hand is finished first."""
    with held.listening() as bell:
        is_over = False
        while not is_over:
            close_old_connections()
            is_busy = any([run_next(), deliver_due() > 0])
            is_over = held.wait(bell, others=told_to_end, seconds=0 if is_busy else LOOK_AGAIN)
