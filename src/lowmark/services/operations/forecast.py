"""Forecast what items will sell, with a distribution, by models that have been tested on the past."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.back_test import Choice, Score

PERIODS = ("", "day", "week", "month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose demand, from when, and how far."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("from which date: nothing later is known to it", example="2026-10-31")
    horizon_days: int = said("how many days ahead; at least as far as the rule for excess looks", default=365)
    period: str = said("by what demand is added up; empty for months, or weeks where there are too few", default="",
                       choices=PERIODS)  # fmt: skip
    by_location: bool = said("also by place, adding up to the item's forecast", default=False)
    by_category: bool = said("also by category, by itself, and items brought to add up to it", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One category: what its items add up to."""

    category: str = said("the category")
    items: int = said("items of it that are forecast")
    method: str = said("the model of its own forecast")
    mean_micro: int = said("expected over the horizon; its items add up to it")
    added_up_micro: int = said("what its items added up to before")
    low_micro: int = said("the 5 % quantile")
    median_micro: int = said("the 50 % quantile")
    high_micro: int = said("the 95 % quantile")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item."""

    item: str = said("item code")
    demand_class: str = said("class of demand")
    method: str = said("the model")
    why: str = said("why no tested model is used; empty where one is")
    mean_micro: int = said("expected over the horizon")
    low_micro: int = said("the 5 % quantile")
    median_micro: int = said("the 50 % quantile")
    high_micro: int = said("the 95 % quantile")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is expected."""

    entity: str = said("entity code")
    made_on: date = said("from which date the forecast is")
    horizon_days: int = said("how far it goes")
    period: str = said("by what demand was added up")
    periods: int = said("periods of demand that were known")
    items: int = said("items forecast")
    mean_micro: int = said("sum of what is expected")
    is_tested: bool = said("whether the past was long enough to test models on")
    tested_horizon_days: int = said("the horizon they were tested on; 0 where none was")
    seed_hash: str = said("SHA-256 of what was known, hex: chance comes from it")
    scores: tuple[Score, ...] = said("how every model would have done")
    choices: tuple[Choice, ...] = said("by what each class is forecast")
    lines: tuple[Line, ...] = said("a line an item, the largest first")
    categories: tuple[Category, ...] = said("a line a category, the largest first; none unless asked for")
    category_weight_micro: int | None = said("how much of the categories' own forecasts was taken, in millionths; null "
                                             "unless asked for")  # fmt: skip
    category_why: str = said("why none of it was taken; empty where some was")


OPERATION = Operation(
    name="forecast",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.forecast:forecast",
    policy=Policy(roles=("planner", "preparer")),
    long=True,
    pages=("forecast",),
)
"""Its answer is kept as demand forecasts, which tests of stock read; the scores are kept beside them."""
