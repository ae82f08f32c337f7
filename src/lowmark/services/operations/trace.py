"""Trace: where a lot or serial number came from and where it went, back and forward, through production, places and entities."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

WAYS = ("both", "back", "forward")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Of what, which way, how far."""

    entity: str = said("entity code", example="MAPLE")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial number", example="L-0417")
    way: str = said("back to what it was made of, forward to who has it, or both", choices=WAYS, default="both")
    levels: int = said("so many productions or sales within the group away at most", default=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Goods that went from somewhere to somewhere."""

    level: int = said("how far from the lot asked about: below zero going back, above it going forward")
    what: str = said("bought, made, moved, sold, returned, traded within the group, scrapped and so on", example="made")
    source: str = said("from where: a lot with its entity and item, a place, or a party")
    target: str = said("to where")
    quantity_micro: int = said(
        "how much, in millionths of the base unit; of the far end, where something was made of it"
    )
    document: str = said("by which document and line", example="WO-118/1")
    on: date = said("when it counts")
    party: str = said("whom it came from or went to; empty within")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Every step, from the farthest back to the farthest forward."""

    entity: str = said("entity code")
    item: str = said("item code")
    lot: str = said("lot or serial number")
    start: str = said("what the steps call it")
    more: bool = said("whether there is more than was asked for, or than is told at once")
    steps: tuple[Step, ...] = said("the steps, by level and day")


OPERATION = Operation(
    name="trace",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.trace:trace",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("trace",),
)
