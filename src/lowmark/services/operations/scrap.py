"""Scrap goods with a certificate: who saw it done, and by which paper."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.record_move import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is scrapped, and what proves it."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("source document", example="SCR-12")
    line: str = said("its line", default="1")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial, where the item is tracked", default="")
    location: str = said("where it lies: a path of ours", example="damaged")
    quantity: str = said("how much", example="4")
    reason: str = said("why", example="damaged")
    certificate: str = said("certificate of destruction", example="CD-2026-118")
    witness: str = said("who saw it done", example="Haulier North Ltd")
    scrapped_on: date = said("when", example="2026-10-31")


OPERATION = Operation(
    name="scrap",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.scrap:scrap",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
