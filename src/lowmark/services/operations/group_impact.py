"""What a run of a member changes at the level of the group: its statements before and after, with nothing posted."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which run of which member, and when the group looks at it."""

    entity: str = said("code of the entity at the head of the group", example="MAPLE")
    as_of: date = said("the date of the group's statements", example="2026-10-31")
    member: str = said("the member that has the run", example="THAMES")
    run: str = said("its run, not posted yet", example="2026-10-31/1")
    tax_rates: str = said("tax rates of members: code and rate, with semicolons between", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a statement of the group, without the run and with it."""

    statement: str = said("which statement")
    section: str = said("section")
    caption: str = said("line of the statement")
    before_minor: int = said("as it is posted")
    change_minor: int = said("what the run changes")
    after_minor: int = said("as if the run were posted")
    is_total: bool = said("whether it adds up others")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the member writes down, and what of that the group does."""

    entity: str = said("entity code")
    as_of: date = said("the date")
    member: str = said("the member that has the run")
    run: str = said("its run")
    currency: str = said("currency of the group")
    member_minor: int = said(
        "what the run charges in the member's books, in the currency of the group; a release is below zero"
    )
    undone_minor: int = said("what of that the group undoes, because it only wrote off profit of its own")
    charged_minor: int = said("what the group charges beside it")
    group_minor: int = said("what the group's result before tax loses by the run")
    lines: tuple[Line, ...] = said("the statements")


OPERATION = Operation(
    name="group-impact",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.group_impact:group_impact",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
