"""Make a token for a program: shown once, bounded, expiring; never good for an approval."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.tokens import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What it is for, where it is good, and how long."""

    label: str = said("what it is for", example="nightly import")
    entities: str = said(
        "entity codes, apart by commas; empty for wherever you hold a role", example="MAPLE", default=""
    )
    may_write: bool = said("whether it may change anything, or only read", default=False)
    days: int = said("how long it is good, up to 366", default=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The token."""

    user: str = said("whose")
    token: str = said("the token itself: shown now, and never again")
    kept: Line = said("what is kept of it")


OPERATION = Operation(
    name="make-token",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.make_token:make_token",
    policy=Policy(own=True),
)
