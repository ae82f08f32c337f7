"""Revoke a token: from the next request on it is good for nothing."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.tokens import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which token."""

    token: str = said("the token's name", example="5f0c2ab9")


OPERATION = Operation(
    name="revoke-token",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.revoke_token:revoke_token",
    policy=Policy(own=True),
)
