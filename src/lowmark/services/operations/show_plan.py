"""Show a plan with what has been decided of its actions, or the last one."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.plan import Response

ROLES = ("planner", "warehouse", "preparer", "reviewer", "approver", "poster", "auditor", "administrator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which plan."""

    entity: str = said("entity code", example="MAPLE")
    plan: str = said("the plan's name; empty for the last one", example="MAPLE-2026-10-31-1", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


OPERATION = Operation(
    name="show-plan",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.show_plan:show_plan",
    policy=Policy(roles=ROLES),
    shows="plan",
    pages=("plan",),
)
