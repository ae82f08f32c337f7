"""Test the stock of a group again, on what goods that came from within cost the group."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """At which date."""

    entity: str = said("code of the entity at the head of the group", example="MAPLE")
    as_of: date = said("the date", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item of one holder, in the currency of the group."""

    holder: str = said("who has the goods")
    item: str = said("item code")
    holder_cost_minor: int = said("what they cost the holder")
    profit_minor: int = said("profit of the group in that")
    group_cost_minor: int = said("what they cost the group")
    value_minor: int | None = said("what they will fetch; null without evidence")
    written_down_minor: int = said("what the holder has written down")
    undone_minor: int = said("the part of it that only wrote off profit of the group, undone")
    charged_minor: int = said("what only the group writes down")
    carrying_minor: int = said("what the group carries them at")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A price that a holder has tested by, and that is no evidence at the level of the group."""

    holder: str = said("who has the goods")
    item: str = said("item code")
    document: str = said("the document of the price")
    line: str = said("its line")
    kind: str = said("what sort of evidence it is for the holder")
    because: str = said("why it is the group's own word")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The test, item by item."""

    entity: str = said("entity code")
    as_of: date = said("the date")
    currency: str = said("currency of the group")
    undone_minor: int = said("write-downs of holders that are undone")
    charged_minor: int = said("write-downs of the group alone")
    lines: tuple[Line, ...] = said("a line an item and holder that holds profit of the group")
    left_out: tuple[LeftOut, ...] = said("prices between members, by which these goods are not tested")


OPERATION = Operation(
    name="group-retest",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.group_retest:group_retest",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
