"""An auditor's sample of places to count: monetary units at a fixed interval, from a start that a seed says."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Of which day's stock, how many units of money."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("stock of which day", example="2026-10-31")
    draws: int = said("how many units of money are drawn", default=60)
    seed: int = said("the seed: the same one draws the same", default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place drawn."""

    item: str = said("item code")
    lot: str = said("lot code")
    location: str = said("where")
    quantity_micro: int = said("how much the books have")
    cost_minor: int = said("what it cost")
    others: str = said("whose goods lie beside them, and how much: not to be counted with them", example="ACME 20")
    hits: int = said("how many units of money were drawn from it")
    first_minor: int = said("the first of them, counted through the whole stock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The sample, and what it takes to draw it again."""

    entity: str = said("entity code")
    as_of: date = said("stock of which day")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    seed: int = said("the seed")
    draws: int = said("units of money drawn")
    whole_minor: int = said("cost of all stock that could be drawn")
    cost_minor: int = said("cost of what was drawn")
    lines: tuple[Line, ...] = said("the places drawn, by item and place")


OPERATION = Operation(
    name="count-sample",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.count_sample:count_sample",
    policy=Policy(roles=("reviewer", "approver", "auditor")),
    pages=("reports",),
)
