"""What a back-test of a file answers: shaped like an operation's response, so that it is shown like one.

Before this: `backtesting`. After this: `present.backtest_file`, or JSON.
"""

from dataclasses import dataclass

from lowmark.services.operation import said
from lowmark.services.operations.back_test import Choice, Covered, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Unscaled:
    """An item without a scale: it had no two periods before that differ, once it had begun to sell."""

    item: str = said("item code")
    forecast_micro: int = said("what was forecast over the horizon, on average of the origins")
    came_micro: int = said("what came")
    error_price_micro: int | None = said("the difference at the item's unit price; null without a price")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How every model would have done."""

    file: str = said("the file")
    file_hash: str = said("its SHA-256, hex; chance comes from it")
    items: int = said("items")
    periods: int = said("periods of demand")
    period: str = said("what a period is")
    horizon: int = said("periods ahead, whose sum is forecast")
    chosen_on: str = said("periods known on the origins that models were chosen on")
    scored_on: str = said("periods known on the origins that were scored, once")
    better_than_benchmarks: bool = said("whether the chosen mix is better than naive, all-zero and the twelve-month "
                                        "average, in RMSSE and in pinball loss, over everything")  # fmt: skip
    scores: tuple[Score, ...] = said("a line a class and model")
    coverage: tuple[Covered, ...] = said("how often what came lay below a quantile (randomised where there are ties)")
    choices: tuple[Choice, ...] = said("by what each class is forecast from now on")
    unscaled: tuple[Unscaled, ...] = said("items without a scale, that were forecast or sold, the largest error first")
    unscaled_items: int = said("items without a scale, those never sold included")
    unscaled_error_price_micro: int = said("sum of their errors at unit price, without sign")
    unscaled_bias_price_micro: int = said("sum of their errors at unit price: positive was too much")
