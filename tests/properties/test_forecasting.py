"""Laws of a forecast: only what was known, quantiles in order, the same seed the same answer, parts that are the whole.

And the models against the method worked step by step, and against figures that anybody can check.
"""

import io
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("statsforecast", reason="forecasts are an extra: lowmark[forecast]")

from lowmark.core.forecasting.at_risk import in_common, risk_of
from lowmark.core.forecasting.backtest import back_test
from lowmark.core.forecasting.classes import CLASSES
from lowmark.core.forecasting.croston import croston
from lowmark.core.forecasting.forecast import forecast, reconciled
from lowmark.core.forecasting.models import averages_for, forecast_with, models_for
from lowmark.core.forecasting.running_out import running_out
from lowmark.core.forecasting.scores import transformed
from lowmark.core.forecasting.windows import windows_of
from lowmark.library.back_test_answer import answer_of

SEED = 20_261_031


def intermittent(items: int, months: int, seed: int = SEED) -> np.ndarray:
    chance = np.random.Generator(np.random.PCG64(seed))
    often = chance.uniform(0.1, 0.5, items)[:, None]
    return np.where(chance.random((items, months)) < often, chance.geometric(0.2, (items, months)), 0).astype(float)


@pytest.fixture(scope="module")
def tested():
    return back_test(values=intermittent(150, 60), season=12, horizon=6, seed=SEED)


@settings(max_examples=25)
@given(st.integers(1, 400), st.sampled_from([12, 52, 365]), st.integers(1, 400))
def test_what_is_chosen_on_ends_before_what_is_scored_begins(periods, season, horizon):
    windows = windows_of(periods=periods, season=season, horizon=horizon)
    assert windows is not None or periods < 8
    if windows is not None:
        assert max(windows.choosing) + windows.horizon <= min(windows.scoring)
        assert max(windows.scoring) + windows.horizon <= periods
        assert 1 <= windows.horizon <= max(horizon, 1) and min(windows.choosing) >= 1


def test_the_future_changes_no_forecast_and_no_choice():
    values = intermittent(60, 60)
    other = values.copy()
    other[:, 48:] = intermittent(60, 12, seed=1) * 9
    plans = [back_test(values=each, season=12, horizon=6, seed=SEED) for each in (values, other)]
    chosen = [each.scored.scores["model"].unique(maintain_order=True).to_list() for each in plans]
    assert chosen[0] == chosen[1]
    first = [each.windows.scoring[0] for each in plans]
    assert first == [48, 48]
    # What stands after scoring may differ; what was chosen, at which level, may not.
    for each in plans[0].scored.plan.choices:
        one, two = (plan.scored.plan.choices[each] for plan in plans)
        assert (one.model, one.level) == (two.model, two.level) or "benchmarks" in one.why + two.why


def test_the_same_seed_gives_the_same_answer_and_quantiles_are_in_order(tested):
    values = intermittent(40, 48)
    one, two = (forecast(values=values, season=12, horizon=6, seed=SEED) for _ in range(2))
    assert (one.quantiles_micro == two.quantiles_micro).all() and one.method == two.method
    assert (np.diff(one.quantiles_micro, axis=1) >= 0).all() and (one.mean_micro >= 0).all()


def test_every_class_names_all_that_was_tried_beside_the_benchmarks(tested):
    for label, rows in tested.scored.scores.group_by("demand_class"):
        if label[0] in {"all", "unsold"}:
            continue
        each = CLASSES.index(label[0])
        wanted = {"naive", "all_zero", "twelve_month_average", "chosen", *models_for(each), *averages_for(each)}
        assert set(rows["model"]) == wanted


def test_quantiles_hold_as_often_as_they_say_on_demand_that_does_not_change(tested):
    held = tested.scored.coverage.filter(demand_class="all", probability=0.95)["covered"][0]
    assert 0.92 <= held <= 0.98  # 7 origins of 150 items: one item in a hundred is one point.


def test_a_model_that_does_not_beat_naive_is_not_used():
    values = np.tile(np.arange(60.0), (4, 1))  # It rises by one a month: naive is off by less than any average is.
    plan = back_test(values=values, season=12, horizon=6, seed=SEED).scored.plan
    for choice in plan.choices.values():
        assert choice.why or choice.model in {"holt", "theta", "ets", "ets_theta_ses", "analogy"}


def test_croston_step_by_step_is_the_library_s():
    for values in intermittent(20, 40):
        if values.any():
            ours = croston(demand_micro=[int(each) * 10**6 for each in values], alpha_micro=100_000)
            for name, mine in (("croston", ours.forecast), ("sba", ours.sba)):
                theirs = forecast_with(name, values=values[None, :], season=12, horizon=1)[0, 0]
                assert mine == pytest.approx(theirs, rel=1e-12)


@settings(max_examples=50)
@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**12), min_size=1, max_size=8))
def test_forecasts_of_places_add_up_to_the_last_millionth(whole, parts):
    assert sum(reconciled(whole_micro=whole, parts_micro=parts)) == whole


def test_ties_are_told_by_chance_and_nothing_else():
    samples = np.zeros((4, 10))
    chance = np.array([0.1, 0.4, 0.6, 0.9])
    assert transformed(samples, np.zeros(4), chance).tolist() == pytest.approx(chance.tolist())


def test_lots_expire_first_to_expire_first():
    from datetime import date

    # 1 a day: the lot of 10 days sells 10 of 25, the undated 30 sell in the 30 days after.
    found = running_out(made_on=date(2026, 10, 31), horizon_days=100, mean_micro=100,
                        lots=[(None, 30), (date(2026, 11, 10), 25)])  # fmt: skip
    assert (found.on, found.expires_micro) == (date(2026, 12, 10), 15)


def test_a_file_is_back_tested_without_a_database():
    values = intermittent(30, 60)
    rows = [(f"I{item}", f"{2020 + month // 12}-{month % 12 + 1:02d}-01", values[item, month])
            for item in range(30) for month in range(60) if values[item, month]]  # fmt: skip
    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=["item", "month", "qty"], orient="row").write_csv(buffer)
    items = "item,unit_price\n" + "".join(f"I{item},2.5\n" for item in range(31))
    answer = answer_of(demand=SimpleNamespace(name="d.csv", content=buffer.getvalue()),
                       items=SimpleNamespace(name="i.csv", content=items.encode()), horizon=6, periods=60)  # fmt: skip
    assert (answer["items"], answer["periods"], answer["unscaled_items"]) == (31, 60, 1)
    assert answer["scored_on"] == "48, 49, 50, 51, 52, 53, 54"


def test_what_all_items_have_in_common_widens_the_sum_as_far_as_it_was_off():
    probabilities = [25_000, 50_000, 100_000, 250_000, 500_000, 750_000, 900_000, 950_000, 975_000]
    demand = np.tile([0, 0, 10, 40, 80, 130, 200, 260, 320], (2_000, 1))
    apart, together = (
        risk_of(amounts=demand, probabilities_micro=probabilities, thresholds=[], seed=7, common=in_common(
            quantiles=demand, probabilities_micro=probabilities, shock_micro=shock))
        for shock in (0, 200_000)
    )  # fmt: skip
    assert apart.expected == together.expected
    # Two thousand items apart are sure to 3 %; off by a fifth together, nine cases of ten span 1.645 fifths either way.
    assert (apart.high - apart.low) / apart.expected < 0.08
    assert 0.5 < (together.high - together.low) / together.expected < 0.85
