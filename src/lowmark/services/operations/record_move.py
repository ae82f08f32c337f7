"""Record one stock move: stock, cost, allowance and ledger in one transaction."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The move."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("source document", example="SO-8812")
    line: str = said("its line", default="1")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot code, where the item is tracked by lot", default="")
    from_location: str = said("where it leaves: a path of ours, or vendor, production, opening", example="vendor")
    to_location: str = said("where it goes: a path of ours, or customer, scrap, production", example="Main")
    reason: str = said("why", example="sale")
    quantity: str = said("how much", example="12.5")
    unit: str = said("the unit of the quantity; empty for the item's base unit", example="CTN", default="")
    owner: str = said("whose goods, where they are not ours", example="ACME", default="")
    value: str = said("what it is worth, on a receipt, in the entity's currency", example="150.00", default="")
    returns_document: str = said("document of the issue whose goods come back", default="")
    returns_line: str = said("its line", default="1")
    effective_on: date = said("when it happened", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the move did."""

    document: str = said("source document")
    line: str = said("its line")
    known_seq: int = said("its place in the entity's commit order")
    quantity_micro: int = said("quantity")
    value_minor: int = said("value that came in (positive) or went out (negative)")
    released_minor: int = said("allowance released or used")
    currency: str = said("currency of the values")
    entries: tuple[str, ...] = said("journal entries posted")
    repeated: bool = said("whether it was in already")


OPERATION = Operation(
    name="record-move",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.record_move:record_move",
    policy=Policy(roles=("warehouse", "administrator")),
)
