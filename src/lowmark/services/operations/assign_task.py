"""Give a task of a period's close to somebody, with a day."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.task_assignments import TASKS
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which task, whose, until when."""

    entity: str = said("entity code", example="MAPLE")
    ends_on: date = said("last day of the period", example="2026-10-31")
    task: str = said("which task", choices=TASKS, example="counts")
    owner: str = said("user who does it; empty for nobody", example="ada", default="")
    due_on: date | None = said("until when; empty without a day", example="2026-11-03", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The task as it is given."""

    entity: str = said("entity code")
    ends_on: date = said("last day of the period")
    task: str = said("which task")
    owner: str = said("who does it")
    due_on: date | None = said("until when")


OPERATION = Operation(
    name="assign-task",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.assign_task:assign_task",
    policy=Policy(roles=("approver", "administrator")),
    changes="close",
    pages=("close",),
)
