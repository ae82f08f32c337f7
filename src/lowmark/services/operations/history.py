"""History: the whole life of a lot or serial number, with cost and allowance after each step."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Of what."""

    entity: str = said("entity code", example="MAPLE")
    item: str = said("item code", example="TENT-2")
    lot: str = said("lot or serial number", example="SN-00417")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to it."""

    on: date = said("when it counts")
    known_seq: int = said("its place in the entity's commit order")
    what: str = said("what happened: a move's reason, a charge, a reversal, a change of cost, a hold", example="sale")
    document: str = said("by which document, run or hold")
    from_location: str = said("where it left")
    to_location: str = said("where it went")
    quantity_micro: int = said("how much of it moved")
    catch_micro: int = said("what that weighed, where each unit weighs its own")
    cost_minor: int = said("what this added to its cost with us, or took from it")
    allowance_minor: int = said("what this added to its allowance, or took from it")
    held_cost_minor: int = said("its cost with us after this")
    held_allowance_minor: int = said("its allowance after this")
    words: str = said("what was said of it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Its life, from the first day on."""

    entity: str = said("entity code")
    item: str = said("item code")
    lot: str = said("lot or serial number")
    made_on: date | None = said("when it was made")
    expires_on: date | None = said("last day of its life")
    best_before_on: date | None = said("day up to which it is at its best; empty where nobody says")
    potency_micro: int | None = said("its strength, in millionths of full potency; empty where nobody says")
    known_seq: int = said("what was known")
    currency: str = said("currency of the values")
    steps: tuple[Step, ...] = said("what happened, in order")


OPERATION = Operation(
    name="history",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.history:history",
    policy=Policy(roles=("warehouse", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
