"""Count goods in a place, blind: nobody is told what the books say."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was found, where."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the count sheet", example="CS-12")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial, where the item is tracked", default="")
    location: str = said("where: a path of ours", example="Main")
    owner: str = said("whose goods were counted, where they are not ours", default="", example="ACME")
    quantity: str = said("how much of theirs, or of ours, was found; 0 where nothing is there", example="12")
    damaged: str = said("how much of that is damaged: a write-down case is opened for what is ours", default="0")
    counted_on: date = said("when; what moved by the end of that day is in it", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The tag."""

    entity: str = said("entity code")
    document: str = said("the count sheet")
    tag: str = said("the tag's number: they follow one another")
    item: str = said("item code")
    lot: str = said("lot code")
    location: str = said("where")
    owner: str = said("whose goods, where they are not ours")
    frozen_for: str = said("the sheet that the place is frozen for; empty where goods move on")
    quantity_micro: int = said("how much was found")
    damaged_micro: int = said("how much of it was damaged")


OPERATION = Operation(
    name="count",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.count:count",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("count", "record"),
)
