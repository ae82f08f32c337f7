"""Plan what is best done about goods at risk, in one entity or several, and keep the plan."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

ROLES = ("planner", "preparer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which goods, over how long, and with how much money."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("stock, orders and demand as of when", example="2026-10-31")
    others: str = said("entities planned together with it, with commas", example="DELTA", default="")
    horizon_days: int = said("so many days of demand", default=180)
    budget: str = said("what may be spent, in each entity; empty for no limit", example="25000.00", default="")
    gap: str = said("how far from the best the plan may be", default="0.5%")
    nodes: int = said("so many nodes at most; 0 for no limit", default=0)
    seconds: int = said("so many seconds at most; 0 for no limit: the plan may then differ the next time", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that the plan advises."""

    line_no: int = said("its place: what saves most comes first")
    status: str = said("proposed, accepted, rejected, withdrawn or done")
    action: str = said("what to do")
    cause: str = said("why the goods are at risk")
    item: str = said("item code")
    lot: str = said("lot code; empty where the item is not tracked")
    location: str = said("where the goods are; empty for an order")
    order_line: str = said("the order; empty for goods on hand")
    to_entity: str = said("the entity that they go to")
    to_location: str = said("the place that they go to")
    partner: str = said("vendor, buyer, charity, item stood in for, or depth of the markdown")
    quantity_micro: int = said("how much")
    spend_minor: int = said("what it costs to do")
    gain_minor: int = said("what it brings over doing nothing")
    without_minor: int = said("what the goods would bring without it")
    saves_minor: int = said("what it saves: the difference of the two")
    next_best: str = said("by doing what without it")
    held_by: str = said("the limit that keeps it from being more")
    by_on: date = said("the last day to do it")
    why: str = said("the reason in words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The plan, as it concerns the entity."""

    entity: str = said("entity code")
    plan: str = said("the plan's name")
    entities: str = said("the entities that it is for")
    as_of: date = said("as of when")
    horizon_days: int = said("so many days of demand")
    known_seq: int = said("what was known")
    currency: str = said("currency of the amounts")
    risk_minor: int = said("cost of what is at risk in this entity")
    plan_minor: int = said("what the plan brings over doing nothing, in all its entities")
    bound_minor: int = said("no plan brings more")
    gap_micro: int = said("how far it may be from the best, as a share of it in millionths")
    nodes: int = said("nodes that the solver looked at")
    is_reproducible: bool = said("whether the same question has the same answer: not where a clock ended it")
    single_action: str = said("the best rule of a single action")
    single_minor: int = said("what that rule would bring")
    gain_minor: int = said("what the actions of this entity bring over doing nothing")
    spend_minor: int = said("what they cost to do")
    lines: tuple[Action, ...] = said("its actions")


OPERATION = Operation(
    name="plan",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.plan:plan",
    policy=Policy(roles=ROLES),
    long=True,
    pages=("record",),
)
