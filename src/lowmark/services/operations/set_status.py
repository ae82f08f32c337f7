"""Set a status: where an item is in its life from a day on, and what takes its place."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.items import STATUSES
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Of which item, from when."""

    entity: str = said("entity code", example="MAPLE")
    item: str = said("item code", example="TENT-2")
    status: str = said("where it is in its life", choices=STATUSES, example="superseded")
    superseded_by: str = said("what takes its place, where it is superseded", default="", example="TENT-3")
    valid_from: date = said("from which day on", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The status as it stands from that day."""

    entity: str = said("entity code")
    item: str = said("item code")
    status: str = said("where it is in its life")
    superseded_by: str = said("what takes its place")
    valid_from: date = said("from which day on")


OPERATION = Operation(
    name="set-status",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.set_status:set_status",
    policy=Policy(roles=("warehouse", "planner", "preparer", "administrator")),
    pages=("record",),
)
