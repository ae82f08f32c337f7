"""Make goods of goods: what is made costs what went into it."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was made, of what, and what conversion cost."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("production order", example="WO-118")
    item: str = said("what was made: item code", example="BIKE-1")
    lot: str = said("its lot or serial, where it is tracked", default="")
    made_on: date | None = said("day a new lot was made", default=None, example="2026-10-05")
    expires_on: date | None = said("last day of a new lot's life", default=None, example="2027-10-05")
    quantity: str = said("how much of it is good, in its base unit", example="9")
    share: str = said("by what part it shares the cost with joint products; its quantity if empty", default="")
    abnormal: str = said(
        "what was lost abnormally, on the scale of the shares: with one product, a quantity", default="0"
    )
    joint: str = said("products made with it: item[/lot]=quantity[@share], with commas between", default="")
    by_products: str = said("by-products: item[/lot]=quantity@value, with commas between", default="")
    inputs: str = said("what went in: item[/lot]=quantity, with commas between; by the bill if empty", default="")
    location: str = said("where all of it is put: a path of ours", example="Main")
    from_location: str = said("where what went in is taken from; where it is put if empty", default="")
    labour: str = said("direct labour, in the entity's currency", default="0")
    depreciation: str = said("depreciation", default="0")
    other_overhead: str = said("other production overhead that goes in whole", default="0")
    fixed_overhead: str = said("fixed overhead that goes in at the rate of normal capacity", default="0")
    normal_capacity: str = said("normal capacity, in hours or units", default="")
    used_capacity: str = said("what was used of it", default="")
    produced_on: date = said("when", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """An input or output and its value."""

    line: str = said("its line of the document")
    item: str = said("item code")
    lot: str = said("its lot or serial")
    quantity_micro: int = said("quantity: what went in is negative")
    value_minor: int = said("what it cost: what went in is negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What it came to."""

    document: str = said("production order")
    known_seq: int = said("place of its last move in the entity's commit order")
    inputs_minor: int = said("cost of what went in")
    conversion_minor: int = said("cost of conversion that went in")
    value_minor: int = said("cost of what came out")
    waste_minor: int = said("abnormal waste, an expense")
    idle_minor: int = said("overhead that normal capacity did not absorb, an expense")
    currency: str = said("currency of the values")
    entries: tuple[str, ...] = said("journal entries posted")
    lines: tuple[Leg, ...] = said("what went in and came out")


OPERATION = Operation(
    name="produce",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.produce:produce",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
