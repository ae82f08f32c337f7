"""Scan: what a code says, and the item, lot or serial, place and order that it names here."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a scanner or a camera has read."""

    entity: str = said("entity code", example="MAPLE")
    code: str = said(
        "the code as it was read: GS1 element strings, a digital link, or plain", example="(01)09501101530003(10)AB-1"
    )
    read_on: date = said("on which day; two-digit years go by its year", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the code."""

    identifier: str = said("application identifier; empty for a plain code")
    name: str = said("what it says")
    value: str = said("its value")
    on: date | None = said("the day, where it is one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the code names here."""

    entity: str = said("entity code")
    kind: str = said("element string, digital link or plain")
    item: str = said("item code; empty where no item has this number")
    name: str = said("item name")
    tracking: str = said("what a unit is followed by")
    is_kit: bool = said("whether it is sold as a set, and has no stock of its own")
    lot: str = said("lot or serial in the code, or that a plain code is")
    lot_is_known: bool = said("whether the entity has that lot or serial")
    location: str = said("the place that the code names; empty where none")
    expires_on: date | None = said("last day of its life: the lot's here, else the code's")
    best_before_on: date | None = said("day up to which it is at its best: the lot's here, else the code's")
    potency_micro: int | None = said("the lot's strength, in millionths of full potency; empty where nobody says")
    differs: bool = said(
        "whether the code says another last day, or another day it is best before, than the lot has here"
    )
    quantity_micro: int = said("how much the code says; 0 where it does not")
    parts: tuple[Part, ...] = said("its parts")


OPERATION = Operation(
    name="scan",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.scan:scan",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
