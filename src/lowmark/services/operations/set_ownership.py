"""Say what one entity holds of another, from a day on."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.ownership import METHODS
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who is held, how much of it, and how it is accounted for."""

    entity: str = said("code of the entity that holds", example="MAPLE")
    held: str = said("code of the entity that is held", example="RIDGE")
    share: str = said("how much of it", example="80 %")
    method: str = said("consolidated whole, listed by equity, or no longer held", default="full", choices=METHODS)
    valid_from: date = said("from when", example="2026-01-01")
    because: str = said("why", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the group as it now is."""

    member: str = said("entity code")
    method: str = said("consolidated whole, or listed by equity")
    share: str = said("the part of it that is the holder's, through all it holds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The group at whose head the holder stands, on that day."""

    entity: str = said("entity code")
    held: str = said("the entity that is held")
    share_micro: int = said("how much of it, in millionths")
    valid_from: date = said("from when")
    members: tuple[Member, ...] = said("its group")


OPERATION = Operation(
    name="set-ownership",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.set_ownership:set_ownership",
    policy=Policy(roles=("policy_owner", "administrator")),
    pages=("record",),
)
