"""Transfer title: goods that stay where they are, and belong to somebody else from a day on."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.record_move import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What passes, from whom to whom."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("source document", example="CONS-12")
    line: str = said("its line", default="1")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial, where the item is tracked", default="")
    location: str = said("where the goods are, and stay: a path of ours", example="Main")
    quantity: str = said("how much", example="12.5")
    unit: str = said("the unit of the quantity; empty for the item's base unit", example="CTN", default="")
    from_owner: str = said("whose they were; empty for ours, which are sold", example="ACME", default="")
    to_owner: str = said("whose they are then; empty for ours, which are bought", default="")
    value: str = said("what they cost, where they become ours, in the entity's currency", example="150.00", default="")
    passed_on: date = said("when title passed", example="2026-10-31")


OPERATION = Operation(
    name="transfer-title",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.transfer_title:transfer_title",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
