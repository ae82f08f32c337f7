"""Hold earlier runs against what their goods fetched since: error and bias by rule and class, and the rates needed."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which runs, seen from when."""

    entity: str = said("entity code", example="MAPLE")
    first_on: date = said("runs from this day on", example="2025-01-01")
    as_of: date = said("what happened up to this day", example="2026-12-31")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule and class, over all runs."""

    reason: str = said("why goods were written down; none where nothing was charged")
    item_class: str = said("class of goods")
    units: int = said("units of account, each in each run")
    cost_minor: int = said("cost of what has gone since, and is judged")
    estimated_minor: int = said("allowance that was estimated on it")
    needed_minor: int = said("allowance that was needed, as it turned out")
    error_minor: int = said("estimated less needed: positive was too much")
    applied_micro: int | None = said("share of cost that was estimated, in millionths")
    needed_micro: int | None = said("share that was needed: the percentage to propose")
    bias_micro: int | None = said("by how much the share was too high; negative: too low")
    left_minor: int = said("cost of what is on hand still: not judged")
    unknown_minor: int = said("cost of what was sold for a price that nobody has told: not judged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One unit of account of one run."""

    run: str = said("the run")
    item: str = said("item code")
    lot: str = said("lot or serial")
    reason: str = said("why it was written down")
    cost_minor: int = said("cost of what has gone since")
    estimated_minor: int = said("allowance estimated on it")
    needed_minor: int = said("allowance needed")
    error_minor: int = said("estimated less needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What earlier estimates were worth."""

    entity: str = said("entity code")
    book: str = said("book")
    first_on: date = said("runs from this day on")
    as_of: date = said("what happened up to this day")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    runs: int = said("how many posted runs are looked at")
    cost_minor: int = said("cost of what has gone since, and is judged")
    estimated_minor: int = said("allowance that was estimated on it")
    needed_minor: int = said("allowance that was needed")
    error_minor: int = said("estimated less needed")
    lines: tuple[Line, ...] = said("by rule and class")
    units: tuple[Found, ...] = said("the units, the largest error first")


OPERATION = Operation(
    name="look-back",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.look_back:look_back",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
