"""Show the latest forecast: what items are expected to sell, how far that may be off, when stock runs out or expires."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The latest forecast by a date, of one item or of all."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the latest forecast up to this day", example="2026-10-31")
    item: str = said("one item by its code; empty for all", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item."""

    item: str = said("item code")
    location: str = said("place; empty for everywhere")
    method: str = said("the model; why no tested one is used, in parentheses")
    mean_micro: int = said("expected over the horizon")
    low_micro: int | None = said("the 5 % quantile")
    median_micro: int | None = said("the 50 % quantile")
    high_micro: int | None = said("the 95 % quantile")
    on_hand_micro: int | None = said("sound stock of ours; null by place")
    runs_out_on: date | None = said("when it is sold at what is expected; null past the horizon")
    first_expiry_on: date | None = said("when the first of it expires")
    expires_micro: int | None = said("what expires before it is sold, at what is expected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One category: what its items add up to."""

    category: str = said("the category")
    method: str = said("the model of its own forecast")
    mean_micro: int = said("expected over the horizon")
    low_micro: int | None = said("the 5 % quantile")
    median_micro: int | None = said("the 50 % quantile")
    high_micro: int | None = said("the 95 % quantile")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The forecast."""

    entity: str = said("entity code")
    as_of: date = said("up to which day")
    made_on: date | None = said("from which date the forecast is; null where there is none")
    horizon_days: int = said("how far it goes")
    known_seq: int = said("what was known")
    lines: tuple[Line, ...] = said("a line an item (and place), the largest first")
    categories: tuple[Category, ...] = said(
        "a line a category, the largest first; none where categories were not forecast"
    )


OPERATION = Operation(
    name="show-forecast",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.show_forecast:show_forecast",
    policy=Policy(roles=("planner", "preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("forecast",),
)
