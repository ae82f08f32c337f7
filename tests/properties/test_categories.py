"""Categories and their items, brought to figures that add up.

Worked by hand: of two items one sold 10 a period and one 30, always, and a model said 20 % too little of both; the category by itself
was said 10 % too much. Errors of 0.2 and 0.1 weigh as 0.04 to 0.01: the category has 0.8 of the say.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.forecasting.backtest import BackTest, Past
from lowmark.core.forecasting.categories import NO_CATEGORY, reconcile
from lowmark.core.forecasting.forecast import PROBABILITIES, Forecasts, forecast
from lowmark.core.forecasting.windows import Windows

MICRO = 1_000_000


def said(
    means: list[int], pasts: list[tuple[list[float], list[float]]], later: list[tuple[list[float], list[float]]]
) -> Forecasts:
    """Return forecasts of some means, that said and saw so much before: on origins of choice, then on scored ones."""
    mean = np.array(means, dtype=np.int64)
    made = forecast(values=np.zeros((len(means), 3)), season=12, horizon=6, seed=7)

    def told(rows: list[tuple[list[float], list[float]]]) -> tuple[Past, ...]:
        return tuple(
            Past(origin=place, total=np.array(one), came=np.array(two)) for place, (one, two) in enumerate(rows)
        )

    windows = Windows(choosing=(1,), scoring=(2,), horizon=6)
    tested = BackTest(windows=windows, scored=None, chosen_on=told(pasts), scored_on=told(later))  # type: ignore[arg-type]
    quantiles = np.repeat(mean[:, None], len(PROBABILITIES), axis=1)
    return replace(made, mean_micro=mean, quantiles_micro=quantiles, tested=tested if pasts else None)


def test_each_has_as_much_of_the_say_as_it_was_right():
    items = said([8 * MICRO, 24 * MICRO], [([8, 24], [10, 30])], [([8, 24], [10, 30])])
    whole = said([44 * MICRO], [([44], [40])], [([44], [40])])
    found = reconcile(items=items, categories=whole, category_of=np.array([0, 0]))
    assert found.weight == 0.8
    assert found.whole_micro.tolist() == [41_600_000]  # 0.8 x 44 + 0.2 x 32
    assert found.mean_micro.tolist() == [10_400_000, 31_200_000]
    assert found.quantiles_micro[0, 0] == 10_400_000
    by_model = {row["model"]: row["rmsse_micro"] for row in found.scores}
    assert by_model == {"items_added_up": 200_000, "category_alone": 100_000, "reconciled": 40_000}


def test_what_is_no_better_than_items_later_on_leaves_them_as_they_are():
    items = said([8 * MICRO, 24 * MICRO], [([8, 24], [10, 30])], [([10, 30], [10, 30])])
    whole = said([44 * MICRO], [([44], [40])], [([60], [40])])
    found = reconcile(items=items, categories=whole, category_of=np.array([0, 0]))
    assert (found.weight, found.why) == (0.0, "no_better_than_items")
    assert found.mean_micro.tolist() == [8 * MICRO, 24 * MICRO] and found.whole_micro.tolist() == [32 * MICRO]


@pytest.mark.parametrize("tested", [True, False])
@given(
    means=st.lists(st.integers(0, 10**12), min_size=3, max_size=6), own=st.integers(0, 10**13),
    off=st.tuples(st.floats(0.1, 3), st.floats(0.1, 3)),
)  # fmt: skip
def test_items_add_up_to_the_last_millionth_and_no_other_item_moves(tested, means, own, off):
    came = [1.0 + place for place in range(len(means))]
    before = [([off[0] * one for one in came], came)] if tested else []
    whole = [([off[1] * sum(came[1:])], [sum(came[1:])])] if tested else []
    items, category = said(means, before, before), said([own], whole, whole)
    category_of = np.array([NO_CATEGORY, *([0] * (len(means) - 1))])
    found = reconcile(items=items, categories=category, category_of=category_of)
    assert found.mean_micro[1:].sum() == found.whole_micro[0] and found.mean_micro[0] == means[0]
    assert (found.mean_micro >= 0).all()
    assert sum(means[1:]) // 2 - 1 <= found.whole_micro[0] <= sum(means[1:]) * 2 + 1
