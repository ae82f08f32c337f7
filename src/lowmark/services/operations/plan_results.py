"""Results of a plan: what became of its accepted actions, beside what they were to bring."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.show_plan import ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which plan, looked at when."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("looked at on which day", example="2026-12-31")
    plan: str = said("the plan's name; empty for the last one", example="MAPLE-2026-10-31-1", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One accepted action."""

    line_no: int = said("its place in the plan")
    status: str = said("what it is now")
    action: str = said("what to do")
    item: str = said("item code")
    lot: str = said("lot code")
    document: str = said("the document that carries it out")
    accepted_on: date = said("when it was accepted")
    by_on: date = said("the last day to do it")
    quantity_micro: int = said("how much was planned")
    done_micro: int = said("how much was done; of a markdown, sold since")
    gain_minor: int = said("what it was to bring over doing nothing")
    realised_minor: int = said("its part for what was done, no more than planned")
    judgement: str = said("done, part, late or nothing yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The plan beside what became of it."""

    entity: str = said("entity code")
    plan: str = said("the plan's name")
    as_of: date = said("looked at on which day")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    actions: int = said("actions of the plan in this entity")
    accepted: int = said("how many were accepted")
    proposed_minor: int = said("what all actions were to bring")
    gain_minor: int = said("what the accepted ones were to bring")
    realised_minor: int = said("what they have brought by what was done")
    lines: tuple[Line, ...] = said("the accepted actions")


OPERATION = Operation(
    name="plan-results",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.plan_results:plan_results",
    policy=Policy(roles=ROLES),
    pages=("reports",),
)
