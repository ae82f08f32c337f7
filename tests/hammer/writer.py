"""Writers, each a process with a Django of its own: `python -m tests.hammer.writer ADDRESS HOW_MANY`.

Django is set up once, before any connection is opened; then the process forks. Every writer calls at the address and
carries out what it is asked through the one way in, `services.call`. What it says back is an `Answer`.
"""

import os
import sys
import traceback
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Client
from time import monotonic_ns
from typing import Any


@dataclass(frozen=True)
class Asked:
    """An operation to carry out: who asks, under which key, and the fields of the request; not before a moment."""

    operation: str
    username: str
    fields: dict[str, Any]
    key: str = ""
    step_up_id: int | None = None
    not_before: int = 0

    def at(self, moment: int) -> "Asked":
        """Return the same, not to be begun before a moment."""
        return replace(self, not_before=moment)


@dataclass(frozen=True)
class Answer:
    """What came of it: a response, or the code and words of a problem. `failure` is a traceback: nobody expects one.

    `began` and `ended` are nanoseconds of the machine's one steady clock, as `not_before` of what was asked is.
    """

    response: Any = None
    code: str = ""
    words: str = ""
    failure: str = ""
    began: int = field(default=0, compare=False)
    ended: int = field(default=0, compare=False)


def main() -> None:
    """Set up, fork, and wait for the writers to end."""
    address, how_many = sys.argv[1], int(sys.argv[2])
    from lowmark.services.setup import prepare_django

    prepare_django()
    import lowmark.services.commands.close_period
    import lowmark.services.commands.record_move  # noqa: F401  what most of them are asked for

    assert "polars" not in sys.modules  # Its threads would not be there after the fork.
    print("ready", flush=True)
    writers = []
    for _ in range(how_many):
        writer = os.fork()
        if writer == 0:
            serve(address)
            os._exit(0)
        writers.append(writer)
    for writer in writers:
        os.waitpid(writer, 0)


def serve(address: str) -> None:
    """Answer until the other side hangs up."""
    with Client(address, family="AF_UNIX") as line:
        while True:
            try:
                asked = line.recv()
            except EOFError:
                return
            await_moment(line, asked.not_before)
            began = monotonic_ns()
            answer = carry_out(asked)
            line.send(replace(answer, began=began, ended=monotonic_ns()))


def await_moment(line: Any, moment: int) -> None:
    """Return at a moment, to the microsecond, or when the other side hangs up: all who are told one moment begin together."""
    while (left := moment - monotonic_ns() - 2_000_000) > 0:
        if line.poll(left / 1e9):
            return
    while monotonic_ns() < moment:
        pass


def carry_out(asked: Asked) -> Answer:
    """Carry one operation out."""
    from lowmark.core.kinds.problems import Problem
    from lowmark.services.actor import Actor
    from lowmark.services.call import call
    from lowmark.services.catalogue import BY_NAME
    from lowmark.services.people import user_id

    try:
        operation = BY_NAME[asked.operation]
        actor = Actor(user_id=user_id(asked.username), username=asked.username, door="api", request_key=asked.key,
                      step_up_id=asked.step_up_id, is_operator=asked.username == "operator")  # fmt: skip
        return Answer(response=call(operation, operation.request(**asked.fields), actor=actor))
    except Problem as problem:
        return Answer(code=problem.code, words=problem.message)
    except Exception:
        return Answer(failure=traceback.format_exc())


if __name__ == "__main__":
    # Under its name, so that what is sent back is known by it on the other side.
    from tests.hammer import writer

    writer.main()
