"""Decide on an action of a plan; an accepted one is drafted: the operation that carries it out, with its fields."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.plan_decisions import PLAN_STATUSES
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which action, and what becomes of it."""

    entity: str = said("entity code", example="MAPLE")
    plan: str = said("the plan's name", example="MAPLE-2026-10-31-1")
    line_no: int = said("the action's place in it", example="1")
    status: str = said("what it is from then on", choices=PLAN_STATUSES, default="accepted")
    decided_on: date = said("from when", example="2026-11-02")
    because: str = said("why; needed to reject or withdraw", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the draft."""

    name: str = said("the field")
    value: str = said("what it says")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The decision, and the draft of what carries it out."""

    entity: str = said("entity code")
    plan: str = said("the plan's name")
    line_no: int = said("the action's place in it")
    status: str = said("what it is now")
    document: str = said("the document under which it is carried out")
    operation: str = said("the operation that carries it out; empty where nothing is to be carried out here")
    table: str = said("the table of an import, where a file carries it out; else empty")
    draft: tuple[Field, ...] = said("its fields")


OPERATION = Operation(
    name="decide-action",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.decide_action:decide_action",
    policy=Policy(roles=("planner", "approver")),
    changes="plan",
    pages=("record",),
)
