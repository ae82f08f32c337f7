"""The board of a group close: which entity stands where."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Of which date."""

    entity: str = said("code of the entity at the head of the group", example="MAPLE")
    as_of: date = said("the date that the group is closed at", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One member."""

    member: str = said("entity code")
    method: str = said("consolidated whole, or listed by equity")
    share: str = said("the part of it that is the parent's")
    currency: str = said("its currency; empty without a grant on it")
    framework: str = said("framework of its primary book")
    period: str = said("state of its period of that date")
    run: str = said("its latest test of stock up to that date")
    run_state: str = said("where that test is")
    rate: str = said("units of the group's currency for one of its own at the date; empty where there is none")
    late: bool = said("whether the group waits for it")
    consolidated: str = said("the latest consolidation of that date that it is in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The latest rate of two currencies up to the date."""

    of: str = said("one unit of this")
    into: str = said("is so many of this")
    rate: str = said("how many")
    valid_from: date = said("from when")
    source: str = said("who says so")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one entity has said of its holding in another, from a day on."""

    holder: str = said("who holds")
    held: str = said("what it holds")
    valid_from: date = said("from when")
    share: str = said("which part of it")
    method: str = said("consolidated whole, listed by equity, or none any more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The board."""

    entity: str = said("entity code")
    as_of: date = said("the date")
    currency: str = said("currency of the group")
    late: int = said("members that the group waits for")
    lines: tuple[Line, ...] = said("a line a member")
    rates: tuple[Quoted, ...] = said("the rates that translate, with their day and source")
    holdings: tuple[Held, ...] = said(
        "how the group came to be: every holding, as far as you have a role with its holder"
    )


OPERATION = Operation(
    name="group-close",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.group_close:group_close",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
