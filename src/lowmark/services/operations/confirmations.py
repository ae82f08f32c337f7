"""Confirmations: what others hold of ours, beside what they have confirmed."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """On which day, at whom."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("stock of which day; a reply is a count of that day", example="2026-10-31")
    location: str = said("at which place and below; empty for all where goods are away", default="", example="Agent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item or lot at one place."""

    location: str = said("where: whoever holds it")
    item: str = said("item code")
    lot: str = said("lot code")
    owner: str = said("whose goods they are that lie there, where they are not ours")
    quantity_micro: int = said("how much the books have there")
    cost_minor: int = said("what it cost")
    document: str = said("the reply: the sheet on which it was counted; empty where there is none")
    confirmed_micro: int | None = said("how much was confirmed; nothing where there is no reply")
    difference_micro: int = said("what was confirmed beyond what the books have; 0 where there is no reply")
    state: str = said("agrees, differs or open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What others hold, and what of it is confirmed."""

    entity: str = said("entity code")
    as_of: date = said("stock of which day")
    known_seq: int = said("what was known")
    currency: str = said("currency of the costs")
    cost_minor: int = said("cost of all that others hold")
    open_minor: int = said("cost of what nobody has confirmed")
    lines: tuple[Line, ...] = said("what others hold, by place and item")


OPERATION = Operation(
    name="confirmations",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.confirmations:confirmations",
    policy=Policy(roles=("reviewer", "approver", "preparer", "planner", "auditor", "administrator")),
    pages=("reports",),
)
