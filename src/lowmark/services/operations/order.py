"""Open a line of a purchase or sales order, or say how it stands now."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The line."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the order", example="SO-8812")
    line: str = said("its line", default="1")
    side: str = said("bought or sold", choices=("purchase", "sale"), example="sale")
    item: str = said("item code", example="TENT-2")
    quantity: str = said("quantity not yet delivered, in the item's base unit; 0 ends the line", example="120")
    amount: str = said("amount for that quantity, in the entity's currency", example="2400.00")
    is_firm: bool = said("whether it binds", default=True)
    due_on: date = said("when it is due", example="2026-12-15")
    stated_on: date = said("as of when it stands so", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How the line stands."""

    entity: str = said("entity code")
    document: str = said("the order")
    line: str = said("its line")
    side: str = said("bought or sold")
    item: str = said("item code")
    known_seq: int = said("its place in the entity's commit order")
    quantity_micro: int = said("quantity not yet delivered")


OPERATION = Operation(
    name="order",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.order:order",
    policy=Policy(roles=("warehouse", "planner", "preparer", "administrator")),
    pages=("record",),
)
