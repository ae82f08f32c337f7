"""The page of a forecast: categories with their intervals where there are any, and scores that a category does not have are left out."""

from datetime import date

from lowmark.doors.web.pages import forecast
from lowmark.doors.web.tables import table
from lowmark.services.operations.back_test import Score
from lowmark.services.operations.show_forecast import Category, Response
from tests.doors.test_pages import page

TENTS = Category(
    category="Tents <b>", method="ses", mean_micro=41_600_000, low_micro=30_000_000, median_micro=40_000_000,
    high_micro=52_500_000,
)  # fmt: skip
OF_CATEGORIES = Score(
    demand_class="category", model="reconciled", n=7, rmsse_micro=194_000, pinball_micro=None, pinball_as_number_micro=97_000,
    bias_micro=-119_000, rmsse_by_item_micro=None, mase_micro=150_000,
)  # fmt: skip


def shown(*categories: Category):
    made_on = date(2026, 10, 31)
    said = Response(
        entity="MAPLE", as_of=made_on, made_on=made_on, horizon_days=180, known_seq=7, lines=(), categories=categories
    )

    def laid(rows, columns, caption):
        return table({}, rows, columns=columns, currency="", caption=caption)

    return page(
        "forecast.html", shown=said, item="", line=None, chart=None, may_forecast=False, make="", whole="",
        table=laid((), forecast._columns("MAPLE", made_on), "Expected to be sold"),
        categories=laid(categories, forecast._category_columns(), "By category"),
        history=laid((), forecast._history_columns(), "Demand by month"),
        scores=laid((OF_CATEGORIES,), forecast._score_columns(), "How every model would have done"),
    )  # fmt: skip


def test_a_category_is_listed_with_its_interval_and_its_scores():
    cells = shown(TENTS).cells
    assert "categories" in shown(TENTS).ids and any("Tents <b>" in cell for cell in cells)
    assert any(cell.startswith("41.6") for cell in cells) and any(cell.startswith("52.5") for cell in cells)
    assert any(cell.startswith("0.19") for cell in cells)


def test_nothing_is_said_of_categories_that_were_not_forecast():
    assert "categories" not in shown().ids
