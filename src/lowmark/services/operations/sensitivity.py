"""A table of what a test would come to at five, ten and twenty percent more or less of each thing that it rests on."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which test."""

    entity: str = said("entity code", example="MAPLE")
    run: str = said("the run, as it was known then", example="2026-10-31/1", default="")
    as_of: date | None = said("or the date tested, as known now", default=None)
    book: str = said("book; empty for the primary one", default="")
    channel: str = said("only evidence of this channel; empty for all", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One driver, and the allowance that would be required, less what is as it stands."""

    driver: str = said("what is supposed otherwise")
    less_20_minor: int = said("at 20 % less")
    less_10_minor: int = said("at 10 % less")
    less_5_minor: int = said("at 5 % less")
    more_5_minor: int = said("at 5 % more")
    more_10_minor: int = said("at 10 % more")
    more_20_minor: int = said("at 20 % more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The differences of what is required."""

    entity: str = said("entity code")
    book: str = said("book")
    as_of: date = said("the date tested")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    cost_minor: int = said("total cost")
    carrying_minor: int = said("total carrying amount")
    required_minor: int = said("allowance required as it stands")
    lines: tuple[Line, ...] = said("a line per driver that the test rests on")


OPERATION = Operation(
    name="sensitivity",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.sensitivity:sensitivity",
    policy=Policy(roles=("preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
