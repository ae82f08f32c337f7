"""Transfer goods between places of ours: within a pool without value, or into another condition at cost."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.record_move import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What moves, from where to where."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("source document", example="TR-102")
    line: str = said("its line", default="1")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial, where the item is tracked", default="")
    from_location: str = said("where it leaves: a path of ours", example="Main")
    to_location: str = said("where it goes: a path of ours; one for damaged goods or quarantine sets them apart",
                            example="Shop")  # fmt: skip
    quantity: str = said("how much", example="12.5")
    unit: str = said("the unit of the quantity; empty for the item's base unit", example="CTN", default="")
    weight: str = said("what it was weighed at, where each unit weighs its own", default="")
    owner: str = said("whose goods, where they are not ours", example="ACME", default="")
    reason: str = said("why", default="transfer")
    moved_on: date = said("when", example="2026-10-31")


OPERATION = Operation(
    name="transfer",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.transfer:transfer",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
