"""Receive goods: from a vendor, from production, or back from a customer."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.record_move import Response

SOURCES = ("vendor", "production", "opening", "customer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What came, and where it is put."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("source document", example="GRN-771")
    line: str = said("its line", default="1")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial, where the item is tracked", default="")
    made_on: date | None = said("day a new lot was made", default=None, example="2026-09-01")
    expires_on: date | None = said("last day of a new lot's life", default=None, example="2027-09-01")
    best_before_on: date | None = said("day up to which a new lot is at its best", default=None, example="2027-06-01")
    potency: str = said("a new lot's strength, as a part of full potency", default="", example="0.985")
    source: str = said("where it comes from", default="vendor", choices=SOURCES)
    location: str = said("where it is put: a path of ours", example="Main")
    quantity: str = said("how much", example="12.5")
    unit: str = said("the unit of the quantity; empty for the item's base unit", example="CTN", default="")
    weight: str = said("what it was weighed at, where each unit weighs its own", default="")
    value: str = said("what it is worth, in the entity's currency; empty for a return, and for goods of others",
                      example="150.00", default="")  # fmt: skip
    owner: str = said("whose goods, where they are not ours", example="ACME", default="")
    terms: str = said("trade terms by which title passed, where goods are on their way", example="FCA", default="")
    returns_document: str = said("document of the issue whose goods come back", default="")
    returns_line: str = said("its line", default="1")
    order: str = said("the purchase order that it is of, if one is open", default="", example="PO-8812")
    order_line: str = said("its line", default="1")
    received_on: date = said("when it came", example="2026-10-31")


OPERATION = Operation(
    name="receive",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.receive:receive",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
