"""List one's own tokens."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Nothing to say: they are those of whoever asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One token, without itself."""

    name: str = said("its name")
    label: str = said("what it is for")
    entities: tuple[str, ...] = said("where it is good; none for wherever its user holds a role")
    may_write: bool = said("whether it may change anything")
    state: str = said("how it stands", choices=("good", "expired", "revoked"))
    made_on: date = said("day it was made")
    expires_on: date = said("day it ends")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The tokens, newest first."""

    user: str = said("whose")
    lines: tuple[Line, ...] = said("the tokens")


OPERATION = Operation(
    name="tokens",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.tokens:tokens",
    policy=Policy(own=True),
)
