"""Explain what a tier is measured at: every estimator, why it does or does not bind, and market where that is the basis."""

from collections.abc import Iterator
from typing import Any

from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.quantity import format_micro
from lowmark.services.explaining.question import Question
from lowmark.services.operations.explain import Step
from lowmark.store.runs import read_found

WHY = {
    "binds": "it binds",
    "outranked": "it does not bind: something of a better rank says what the goods are worth",
    "not_lowest": "it does not bind: another of its rank, or one that overrides, says less",
    "asked_later": "it does not bind: one that is asked first says as much",
}
PLAIN = "lower_of_cost_and_nrv"


def of_tier(question: Question, assessment_id: int, tier: int, currency: str) -> Iterator[Step]:
    """Yield what evidence and each rule said of one tier, and how its market came about."""
    for market in read_found.markets(question.reader, assessment_id):
        if market["tier"] == tier:
            yield _market(market, currency, question)
    for row in read_found.estimates(question.reader, assessment_id):
        if row["tier"] == tier:
            rank = "" if row["rank"] is None else f" (rank {row['rank']})"
            yield Step(depth=3, what="estimate", name=row["rule"].replace("_", " "), amount_minor=row["value_minor"],
                       source=question.cites("tier"),
                       words=f"{row['reason'].replace('_', ' ')}{rank}: {WHY[row['why']]}")  # fmt: skip


def of_unit(row: dict[str, Any]) -> Iterator[Step]:
    """Yield the basis of a unit where it is not the plain one, and the demand that its tiers were split by."""
    if row["basis"] not in {"", PLAIN}:
        yield Step(depth=1, what="basis", name=row["basis"].replace("_", " "), source="policy",
                   words="what the item, its class or its cost formula is measured at")  # fmt: skip
    if row["demand_method"]:
        says = row["demand_method"].replace("_", " ")
        yield Step(depth=1, what="demand", name=says, quantity_micro=row["demand_micro"], source="policy",
                   words=f"expected of the item: {format_micro(row['demand_micro'])}")  # fmt: skip


def _market(row: dict[str, Any], currency: str, question: Question) -> Step:
    """Return how the market of a tier came about."""

    def said(name: str) -> str:
        return "not known" if row[name] is None else present_minor(row[name], currency)

    return Step(depth=3, what="market", name="", amount_minor=row["market_minor"], source=question.cites("tier"),
                words=f"replacement {said('replacement_minor')}, ceiling {said('ceiling_minor')}, normal profit "
                      f"{said('profit_minor')}, floor {said('floor_minor')}")  # fmt: skip
