"""Sell goods to another entity of the group: they leave the one and come to the other in one transaction, and both sides match."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What goes from which entity to which, at what price."""

    entity: str = said("code of the entity that sells", example="RIDGE")
    buyer: str = said("code of the entity that buys; a role in it is needed too", example="THAMES")
    reference: str = said(
        "what both sides call it: their moves and entries have it as their document", example="IC-2026-03"
    )
    line: str = said("line of both moves", default="1")
    item: str = said("item code, the same for both", example="TENT-2")
    lot: str = said("lot or serial, where the item is tracked", default="")
    from_location: str = said("where it leaves: a path of the seller's", example="Main")
    to_location: str = said("where it arrives: a path of the buyer's, in transit where it is still on its way",
                            example="Main")  # fmt: skip
    quantity: str = said("how much", example="12")
    unit: str = said("the unit of the quantity; empty for the item's base unit", example="CTN", default="")
    weight: str = said("what it was weighed at, where each unit weighs its own", default="")
    price: str = said("the invoice, in the seller's currency", example="1250.00")
    worth: str = said("the invoice in the buyer's currency; at the rate of the day where nothing is said", default="")
    sold_on: date = said("when", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What it did on either side."""

    entity: str = said("code of the entity that sells")
    buyer: str = said("code of the entity that buys")
    reference: str = said("what both sides call it")
    item: str = said("item")
    quantity_micro: int = said("how much moved, in millionths")
    currency: str = said("the seller's currency")
    price_minor: int = said("the invoice, in the seller's currency")
    cost_minor: int = said("what the goods were carried at by the seller")
    margin_minor: int = said("what the seller made: no profit of the group before the goods leave it")
    buyer_currency: str = said("the buyer's currency")
    worth_minor: int = said("what the goods cost the buyer")
    entries: tuple[str, ...] = said("journal entries of the seller")
    buyer_entries: tuple[str, ...] = said("journal entries of the buyer")


OPERATION = Operation(
    name="sell-within",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.sell_within:sell_within",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
