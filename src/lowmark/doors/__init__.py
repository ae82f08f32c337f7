"""Doors: they parse, call one service, present. What all doors agree on is here: what a problem's code means outside.

Before this: services, which raise one `Problem` for a caller's mistake. After this: the status of an HTTP answer, the
exit code of a command. Both are public API: `docs/reference/exit-codes.md`. Source: RFC 9110 for the status codes.
"""

from dataclasses import dataclass
from typing import Final

from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means to a browser or client (`status`) and to a script (`exit_code`)."""

    status: int
    exit_code: int


DONE: Final = 0
REFUSED: Final = 1
WRONG_USAGE: Final = 2
NOT_ALLOWED: Final = 3
UNFIT: Final = 4
BROKEN: Final = 70
"""A fault of our own, with its traceback: none of the other codes ever means that."""

MEANINGS: Final[dict[str, Meaning]] = {
    "not_signed_in": Meaning(401, NOT_ALLOWED),
    "not_granted": Meaning(403, NOT_ALLOWED),
    "step_up_required": Meaning(403, NOT_ALLOWED),
    "proof_too_old": Meaning(403, NOT_ALLOWED),
    "wrong_password": Meaning(403, NOT_ALLOWED),
    "wrong_code": Meaning(403, NOT_ALLOWED),
    "locked_out": Meaning(429, NOT_ALLOWED),
    "not_found": Meaning(404, REFUSED),
    "conflict": Meaning(409, REFUSED),
    "period_closed": Meaning(409, REFUSED),
    "stale": Meaning(409, REFUSED),
    "refused": Meaning(409, REFUSED),
    "version_changed": Meaning(412, REFUSED),
    "key_reused": Meaning(422, WRONG_USAGE),
    "bad_request": Meaning(422, WRONG_USAGE),
    "worker_died": Meaning(500, BROKEN),
    "unfit_database": Meaning(503, UNFIT),
}
"""Codes with a meaning of their own; every other code says that the caller wrote something that cannot be."""


def meaning(code: str) -> Meaning:
    """Return what a problem's code means outside.

    >>> meaning("not_granted").status, meaning("too_many_decimals").status, meaning("unfit_database").exit_code
    (403, 400, 4)
    """
    return MEANINGS.get(code, Meaning(400, WRONG_USAGE))


def place(problem: Problem) -> dict[str, str]:
    """Return where a problem is, in words.

    >>> place(Problem("refused", "no", where={"run": "2026-10-31/1", "reasons": ("same_person", "stale")}))
    {'run': '2026-10-31/1', 'reasons': 'same_person, stale'}
    """
    return {
        name: ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
        for name, value in problem.where.items()
    }
