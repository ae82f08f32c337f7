"""Sign a task of a period's close, pass it for a reason, or withdraw either."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.task_assignments import TASKS
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which task, and what was found."""

    entity: str = said("entity code", example="MAPLE")
    ends_on: date = said("last day of the period", example="2026-10-31")
    task: str = said("which task", choices=TASKS, example="cut_off")
    because: str = said("what was found", example="two shipments under way, both invoiced", default="")
    withdraw: bool = said("withdraw the signature instead", default=False)
    passed: bool = said("pass it instead: it is not done in this period, for the reason given", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The task as it stands."""

    entity: str = said("entity code")
    ends_on: date = said("last day of the period")
    task: str = said("which task")
    state: str = said("where it stands now")
    signed_by: str = said("who signed or passed it; empty when that was withdrawn")


OPERATION = Operation(
    name="sign-task",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.sign_task:sign_task",
    policy=Policy(roles=("warehouse", "preparer", "reviewer", "approver", "administrator")),
    changes="close",
    pages=("close",),
)
