"""Declare one side of a sale within a group: an issue that was sold to another entity, or a receipt bought from one."""

from dataclasses import dataclass

from lowmark.core.tables.intercompany_moves import SIDES
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The move, who is on the other side, what both call it, and the invoice."""

    entity: str = said("entity code", example="RIDGE")
    side: str = said("sold or bought", choices=SIDES, example="sale")
    counterparty: str = said("code of the entity on the other side", example="THAMES")
    reference: str = said("what both sides call it", example="IC-2026-03")
    document: str = said("document of the issue or receipt", example="SO-8812")
    line: str = said("its line", default="1")
    amount: str = said("the invoice", example="1250.00")
    currency: str = said("its currency; the entity's own where nothing is said, and always the seller's", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The side as it is recorded."""

    entity: str = said("entity code")
    side: str = said("sold or bought")
    counterparty: str = said("the other side")
    reference: str = said("what both sides call it")
    item: str = said("item")
    quantity_micro: int = said("how much moved, in millionths")
    currency: str = said("currency of the invoice")
    amount_minor: int = said("the invoice, in minor units")


OPERATION = Operation(
    name="intercompany",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.intercompany:intercompany",
    policy=Policy(roles=("warehouse", "preparer", "administrator")),
    pages=("record",),
)
