"""Say what the allowance may come to, as demand turns out: its mean, its interval, how likely it passes a threshold."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which stock, when, against which amounts."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the date tested", example="2026-10-31")
    book: str = said("book; empty for the primary one", default="")
    channel: str = said("only evidence of this channel; empty for all", default="")
    thresholds: str = said(
        "amounts to pass, in the book's currency, with blanks between", example="10000 50000", default=""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One amount."""

    amount_minor: int = said("the amount")
    above_micro: int = said("how likely the allowance is above it, in millionths")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item with a forecast."""

    item: str = said("item code")
    mean_micro: int = said("expected to be sold over the forecast's horizon")
    required_minor: int = said("allowance required at what is expected to be sold")
    expected_minor: int = said("mean of the allowance, over all that may be sold")
    low_minor: int = said("allowance where much is sold: at the 95 % quantile of demand")
    high_minor: int = said("allowance where little is sold: at the 5 % quantile of demand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the allowance may come to."""

    entity: str = said("entity code")
    book: str = said("book")
    as_of: date = said("the date tested")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    forecast_on: date = said("from which date the forecast is")
    required_minor: int = said("allowance required at what is expected to be sold: what a run proposes")
    expected_minor: int = said("mean of the allowance, over all that may be sold")
    low_minor: int = said("the 5 % quantile of the allowance")
    high_minor: int = said("the 95 % quantile of the allowance")
    thresholds: tuple[Threshold, ...] = said("how likely each amount is passed")
    lines: tuple[Line, ...] = said("a line an item whose allowance depends on demand, the largest mean first")
    shock_micro: int = said(
        "how far all items together were off in the back-test: they are drawn together by that", default=0
    )


OPERATION = Operation(
    name="expected-write-down",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.expected_write_down:expected_write_down",
    policy=Policy(roles=("planner", "preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
