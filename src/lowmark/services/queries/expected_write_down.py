"""What the allowance may come to, as demand turns out: the test, run at every quantile of the forecast."""

import json
from dataclasses import replace

import polars as pl

from lowmark.core.flow_forecast import write_down_spread
from lowmark.core.forecasting.scoring import ALL, shock_micro
from lowmark.core.forecasting.trials import CHOSEN
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.expected_write_down import Line, Request, Response, Threshold
from lowmark.services.testing import Gathered, Test, test_of
from lowmark.services.testing.gathering import Question, gather
from lowmark.store.entities import read as entities_read
from lowmark.store.evidence import forecast_scores
from lowmark.store.session import Row, reading

LOW, HIGH = 50_000, 950_000


def expected_write_down(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the distribution of the allowance required.

    Raises: Problem `refused` where no rule looks at demand, or nothing is forecast; as `parse_minor`.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_seq(reader, entity.id)
        question = Question(as_of=request.as_of, known_seq=known_seq, channel=request.channel)
        gathered = gather(reader, entity=entity, book=book, question=question)
        made_on = forecast_scores.latest(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
        made = [] if made_on is None else forecast_scores.made(
            reader, entity.id, made_on=made_on, known_seq=known_seq
        )  # fmt: skip
        scores = [] if made_on is None else forecast_scores.scores(
            reader, entity.id, made_on=made_on, known_seq=known_seq
        )  # fmt: skip
    if made_on is None or gathered.facts.known.demand is None:
        raise Problem("refused", "nothing is forecast, or no rule looks at demand",
                      hint="run `forecast`, and set the rule inventories/rules/excess")  # fmt: skip
    by_item = {row["item_id"]: row for row in made if not row["location"] and row["quantiles"] != "{}"}
    probabilities, quantiles = _quantiles(by_item)
    thresholds = [parse_minor(text, book.currency) for text in request.thresholds.split()]
    base = test_of(gathered)
    shock = shock_micro(next(
        (row["bias_micro"] for row in scores if (row["demand_class"], row["model"]) == (ALL, CHOSEN)), None
    ))  # fmt: skip
    spread = write_down_spread(
        required=lambda demand: _required(test_of(_with(gathered, demand))), demand=gathered.facts.known.demand,
        quantiles=quantiles, probabilities_micro=probabilities, thresholds=thresholds,
        seed=int.from_bytes(base.snapshot_hash[:6], "big"), shock_micro=shock,
    )  # fmt: skip
    required = _required(base)
    lines = [
        Line(item=by_item[item]["item"], mean_micro=by_item[item]["mean_micro"], required_minor=required.get(item, 0),
             expected_minor=spread.expected[item], low_minor=each[probabilities.index(HIGH)],
             high_minor=each[probabilities.index(LOW)])
        for item, each in spread.by_quantile.items() if item in by_item and any(each)
    ]  # fmt: skip
    return Response(
        entity=entity.code, book=book.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency,
        forecast_on=made_on, required_minor=sum(required.values()), expected_minor=spread.risk.expected,
        low_minor=spread.risk.low, high_minor=spread.risk.high, shock_micro=shock,
        thresholds=tuple(
            Threshold(amount_minor=amount, above_micro=above)
            for amount, above in zip(thresholds, spread.risk.above_micro, strict=True)
        ),
        lines=tuple(sorted(lines, key=lambda line: (-line.expected_minor, line.item))),
    )  # fmt: skip


def _quantiles(by_item: dict[int, Row]) -> tuple[list[int], dict[int, list[int]]]:
    """Return the probabilities that forecasts are kept at, and each item's demand at them."""
    said = {item: json.loads(row["quantiles"]) for item, row in by_item.items()}
    names = sorted({name for each in said.values() for name in each}, key=parse_rate_micro)
    return [parse_rate_micro(name) for name in names], {
        item: [int(each[name]) for name in names] for item, each in said.items()
    }


def _with(gathered: Gathered, demand: pl.DataFrame) -> Gathered:
    known = replace(gathered.facts.known, demand=demand)
    return replace(gathered, facts=gathered.facts._replace(known=known))


def _required(test: Test) -> dict[int, int]:
    """Return the allowance that a test requires of each item."""
    sums = test.tested.assessed.assessments.group_by("item").agg(pl.col("required_minor").sum())
    return dict(sums.sort("item").iter_rows())
