"""Ship goods from one place of ours to another: they are on their way until the other place receives them."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.record_move import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What leaves, and where to."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("source document", example="TR-102")
    line: str = said("its line", default="1")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial, where the item is tracked", default="")
    from_location: str = said("where it leaves: a path of ours", example="Main")
    to_location: str = said("where it goes: a path of ours", example="Shop")
    via: str = said(
        "where it is meanwhile: a place that is in transit; it is made where it is new", default="In transit"
    )
    quantity: str = said("how much", example="12")
    unit: str = said("the unit of the quantity; empty for the item's base unit", example="CTN", default="")
    owner: str = said("whose goods, where they are not ours", example="ACME", default="")
    shipped_on: date = said("when it left", example="2026-10-31")


OPERATION = Operation(
    name="ship",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.ship:ship",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
