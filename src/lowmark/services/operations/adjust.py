"""Adjust a quantity that was found to differ, with its reason: not a write-down, and never inside its roll-forward."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.record_move import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """By how much, where and why."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("source document", example="ADJ-9")
    line: str = said("its line", default="1")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial, where the item is tracked", default="")
    location: str = said("where: a path of ours", example="Main")
    quantity: str = said("by how much; negative for a loss", example="-2")
    unit: str = said("the unit of the quantity; empty for the item's base unit", example="CTN", default="")
    weight: str = said("what it was weighed at, where each unit weighs its own", default="")
    owner: str = said("whose goods, where they are not ours", example="ACME", default="")
    value: str = said("what found goods are worth, in the entity's currency", default="")
    reason: str = said("why", example="shrinkage")
    adjusted_on: date = said("when", example="2026-10-31")


OPERATION = Operation(
    name="adjust",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.adjust:adjust",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
