"""Recall lots, and what was made of them: hold all of it, open a write-down case for each, and say where it is and who has it."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which lots, and why."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the recall", example="RC-7")
    item: str = said("item code", example="TENT-2")
    lots: str = said("lots or serial numbers, with commas between them; all that there ever were without one", default="",
                     example="L-0417,L-0418")  # fmt: skip
    because: str = said("what was found, in words", example="Poles snap below zero")
    recalled_on: date = said("when", example="2026-10-31")
    with_made: bool = said("whether lots that were made of them are recalled with them", default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A quantity of a lot that is still here, or that has left."""

    item: str = said("item code")
    lot: str = said("lot or serial number")
    what: str = said("still here, or gone", choices=("here", "gone"))
    place: str = said("where it is, or by which document it left")
    quantity_micro: int = said("how much, in millionths of the base unit; of what left, less what came back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is held, and where the goods are."""

    entity: str = said("entity code")
    document: str = said("the recall")
    item: str = said("item code")
    lots: tuple[str, ...] = said("lots that are held now and were not before under this document")
    made: tuple[str, ...] = said("lots made of them that are held with them, each as item/lot")
    untracked: tuple[str, ...] = said("items made of them that have no lots: nothing of them is held by this")
    cases: int = said("write-down cases opened")
    here_micro: int = said("how much is still here")
    gone_micro: int = said("how much has gone to customers and not come back")
    lines: tuple[Line, ...] = said("where")


OPERATION = Operation(
    name="recall",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.recall:recall",
    policy=Policy(roles=("warehouse", "preparer", "administrator")),
    pages=("record",),
)
