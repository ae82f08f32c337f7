"""Issue goods: to a customer, to production, to scrap, or back to a vendor."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.record_move import Response

TARGETS = ("customer", "production", "scrap", "vendor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What leaves, and where to."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("source document", example="SO-8812")
    line: str = said("its line", default="1")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial, where the item is tracked", default="")
    location: str = said("where it leaves: a path of ours", example="Main")
    target: str = said("where it goes", default="customer", choices=TARGETS)
    quantity: str = said("how much", example="12.5")
    unit: str = said("the unit of the quantity; empty for the item's base unit", example="CTN", default="")
    weight: str = said("what it was weighed at, where each unit weighs its own", default="")
    owner: str = said("whose goods, where they are not ours", example="ACME", default="")
    reason: str = said("why; by default, where it goes", default="")
    order: str = said("the sales order that it is of, if one is open", default="", example="SO-8812")
    order_line: str = said("its line", default="1")
    issued_on: date = said("when it left", example="2026-10-31")


OPERATION = Operation(
    name="issue",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.issue:issue",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
