"""Receive at a place of ours what was shipped to it, all of it or a part."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.record_move import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What arrived."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the document of the receipt", example="TR-102-IN")
    line: str = said("its line", default="1")
    shipped: str = said("the document by which it was shipped", example="TR-102")
    shipped_line: str = said("its line", default="1")
    location: str = said("where it is put; where it was shipped to, if empty", default="", example="Shop/A-01")
    quantity: str = said(
        "how much, in the item's base unit; all that is still on its way, if empty", default="", example="12"
    )
    received_on: date = said("when it came", example="2026-11-02")


OPERATION = Operation(
    name="receive-transfer",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.receive_transfer:receive_transfer",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
