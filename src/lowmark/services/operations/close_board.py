"""Show the board of a period's close: every task, where it stands, whose it is, what it waits for."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.task_assignments import TASKS
from lowmark.services.operation import Operation, Policy, said

STATES = ("done", "passed", "open", "waiting", "fallen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which period."""

    entity: str = said("entity code", example="MAPLE")
    ends_on: date | None = said("last day of the period; empty for the oldest that is open", example="2026-10-31",
                                default=None)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One task."""

    task: str = said("which task", choices=TASKS)
    asks: str = said("what it asks for")
    state: str = said("where it stands", choices=STATES)
    words: str = said("what the books say of it")
    is_signed: bool = said("whether a person signs it; else it is computed")
    is_required: bool = said("whether the close waits for it")
    role: str = said("whose task it is, unless it is given to somebody")
    owner: str = said("who does it; empty for nobody yet")
    due_on: date | None = said("until when; empty without a day")
    is_late: bool = said("whether its day has passed")
    waits_for: str = said("tasks that come before it and are not done")
    signed_by: str = said("who signed or passed it last; empty for nobody")
    because: str = said("in their words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One opening, truing up, closing or reopening of the period."""

    event: str = said("what happened", choices=("opened", "trued_up", "closed", "reopened"))
    by: str = said("by whom")
    because: str = said("why")
    known_seq: int = said("what was known then")
    statement_hash: str = said("SHA-256 of the trial balance then, hex; empty where it was not taken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The board."""

    entity: str = said("entity code")
    entity_name: str = said("entity name")
    starts_on: date = said("first day of the period")
    ends_on: date = said("last day of the period")
    state: str = said("state of the period")
    known_seq: int = said("what was known")
    done: int = said("tasks that are done")
    awaited: int = said("tasks that the close still waits for")
    late: int = said("tasks whose day has passed")
    lines: tuple[Line, ...] = said("the tasks, in their order")
    events: tuple[Event, ...] = said("what became of the period, both states of a reopening kept")
    periods: tuple[date, ...] = said("last days of the entity's periods, oldest first")


OPERATION = Operation(
    name="close-board",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.close_board:close_board",
    policy=Policy(
        roles=("warehouse", "planner", "preparer", "reviewer", "approver", "poster", "auditor", "administrator")
    ),
    shows="close",
    pages=("close",),
)
