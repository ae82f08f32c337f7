"""Give a person a role in an entity, or take it away."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who, which role, where."""

    entity: str = said("entity code", example="MAPLE")
    user: str = said("user name; made without a password if new", example="ben")
    role: str = said("which role", example="approver")
    granted: bool = said("given, or taken away", default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The roles as they stand."""

    entity: str = said("entity code")
    user: str = said("user name")
    roles: tuple[str, ...] = said("roles now held")


OPERATION = Operation(
    name="grant",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.grant_role:grant_role",
    policy=Policy(roles=("administrator",)),
    changes="roles",
    fresh=True,
    pages=("record",),
)
