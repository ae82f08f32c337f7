"""Propose to write goods off: their allowance up to cost, to be decided by somebody else like any other proposal."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.propose import Response

REASONS = ("obsolete", "expired", "damaged", "recall", "excess")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is worth nothing any more, as of when and why."""

    entity: str = said("entity code", example="MAPLE")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial, where the item is tracked", default="")
    condition: str = said("of goods set apart, their condition", default="", choices=("", "quarantine", "damaged"))
    as_of: date = said("as of when", example="2026-10-31")
    reason: str = said("reason code, with accounts of its own", choices=REASONS, example="damaged")
    because: str = said("what happened, for whoever decides", example="Roof leak in hall 3 on 29 October")
    book: str = said("book code; empty for the primary one", default="")


OPERATION = Operation(
    name="write-off",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.write_off:write_off",
    policy=Policy(roles=("preparer",)),
    pages=("record",),
)
