"""Hold goods back: nobody sells or uses them until they are released, and a write-down case is opened."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

REASONS = ("quality", "damaged", "recall", "expiry", "investigation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What, and why."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("its document", example="QA-31")
    item: str = said("item code", example="TENT-2")
    lots: str = said("lots or serial numbers, with commas between them; all of the item without one", default="",
                     example="L-0417,L-0418")  # fmt: skip
    reason: str = said("why", default="quality", choices=REASONS)
    because: str = said("what was found, in words", example="Seams open under load")
    held_on: date = said("since when", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is held."""

    entity: str = said("entity code")
    document: str = said("its document")
    item: str = said("item code")
    lots: tuple[str, ...] = said("lots that are held now and were not under this document before; an empty name is all")
    cases: int = said("write-down cases opened")


OPERATION = Operation(
    name="hold",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.hold:hold",
    policy=Policy(roles=("warehouse", "preparer", "administrator")),
    pages=("record",),
)
