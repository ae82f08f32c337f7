"""Find what a request names, or say that it is not there."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.store.runs import read as runs_read
from lowmark.store.session import Reader, Row


def find_run(reader: Reader, granted: Granted, code: str) -> Row:
    """Return a run of the entity.

    Raises: Problem `not_found`.
    """
    run = runs_read.run(reader, granted.entity.id, code)
    if run is None:
        raise Problem("not_found", f"{granted.entity.code} has no run {code!r}", hint="list-runs shows those there are")
    return run
