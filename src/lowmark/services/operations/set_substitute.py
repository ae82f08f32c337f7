"""Set a substitute: what may be given in place of an item, and how gladly."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What may be given in place of what."""

    entity: str = said("entity code", example="MAPLE")
    item: str = said("what was asked for", example="TENT-2")
    substitute: str = said("what may be given in its place", example="TENT-3")
    rank: int = said("how gladly: 1 before 2; 0 where it may not be given any more", default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The substitute as it stands."""

    entity: str = said("entity code")
    item: str = said("what was asked for")
    substitute: str = said("what may be given in its place")
    rank: int = said("how gladly; 0 where it may not be given")


OPERATION = Operation(
    name="set-substitute",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.set_substitute:set_substitute",
    policy=Policy(roles=("warehouse", "planner", "preparer", "administrator")),
    pages=("record",),
)
