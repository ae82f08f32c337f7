"""Let somebody sign in no more: sessions and tokens are gone at once, and for good; what he did keeps its author."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whom."""

    user: str = said("user name", example="ben")
    active: bool = said(
        "whether he may sign in; to let him in again brings no session and no token back", default=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How it stands."""

    user: str = said("user name")
    active: bool = said("whether he may sign in")


OPERATION = Operation(
    name="deactivate-user",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.deactivate_user:deactivate_user",
    policy=Policy(operator=True),
)
