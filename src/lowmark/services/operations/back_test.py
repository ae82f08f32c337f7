"""How forecasts would have done: the back-test that stands behind a forecast, as it was stored with it."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One model on one class of demand, on origins of the last twelve months."""

    demand_class: str = said("class of demand; all for everything; category for items and their categories, added up")
    model: str = said("the model; chosen for what was chosen class by class")
    n: int = said("items times origins")
    rmsse_micro: int = said(
        "root mean squared scaled error, the root taken over all of the class; of a category, of its sum"
    )
    pinball_micro: int | None = said(
        "scaled pinball loss of the sum over the horizon, at 0.5, 0.75, 0.9 and 0.95; null of a category"
    )
    pinball_as_number_micro: int = said("the same, of the forecast as a plain number without a distribution")
    bias_micro: int | None = said("forecast less what came, as a share of what came; null where nothing came")
    rmsse_by_item_micro: int | None = said("the root taken by item, then averaged: least for too little, so it judges nothing; "
                                           "null of a category")  # fmt: skip
    mase_micro: int = said("mean absolute scaled error: least for zero on intermittent demand, so it judges nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How often what came lay below a quantile."""

    demand_class: str = said("class of demand; all for everything")
    probability_micro: int = said("the quantile, in millionths")
    covered_micro: int = said("share of what came that lay below it, in millionths")
    n: int = said("items times origins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """By what a class is forecast."""

    demand_class: str = said("class of demand")
    model: str = said("the model, or average of models")
    level_micro: int = said("what its forecasts are multiplied by, in millionths")
    own_share_micro: int = said("how much of the distribution is of an item's own past, in millionths")
    why: str = said("empty where a tested model is used; else why a benchmark stands in for it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Behind which forecast."""

    entity: str = said("entity code", example="MAPLE")
    made_on: date | None = said("from which date the forecast is; empty for the latest", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The back-test behind a forecast."""

    entity: str = said("entity code")
    made_on: date | None = said("from which date the forecast is; null where there is none")
    horizon_days: int = said("how far it goes")
    scores: tuple[Score, ...] = said("a line a class and model")


OPERATION = Operation(
    name="back-test",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.back_test:back_test",
    policy=Policy(roles=("planner", "preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
