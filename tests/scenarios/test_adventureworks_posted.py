"""AdventureWorks through a database: imported, costed, tested, approved by somebody else, posted; tied out to the cent."""

from bisect import bisect_left

import polars as pl
import pytest

from examples.adventureworks import figures, prepare, walk
from tests.fresh_store import fresh_store

pytestmark = pytest.mark.skipif(
    not prepare.SOURCE.is_dir(), reason=f"the AdventureWorks tables are not here: {prepare.SOURCE}"
)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("adventureworks")
    list(prepare.write(prepare.prepare(prepare.SOURCE), folder, "parquet"))
    return folder


@pytest.fixture(scope="module")
def walked(files):
    with fresh_store("sqlite"):
        yield walk.walk(files)


def _account(statements, code):
    return next(line.posted_minor for line in statements.lines if line.account == code)


def test_the_layers_are_the_inventory_account_to_the_cent(walked):
    assert walked.stock.value_minor == _account(walked.after, "1200") == 14_300_585_09
    assert walked.stock.allowance_minor == -_account(walked.after, "1290") == walked.posted.charged_minor


def test_what_was_proposed_at_fifo_cost_is_posted(walked):
    assert (walked.run.tested, len(walked.run.lines), walked.run.state) == (94, 69, "posted")
    assert walked.posted.charged_minor == walked.run.change_minor == 1_533_551_68


def test_two_balance_sheets_differ_by_the_write_down(walked):
    def total(statements):
        return next(
            line.posted_minor for line in statements.lines
            if line.statement == "balance_sheet" and line.caption == "Total assets"
        )  # fmt: skip

    assert total(walked.before) - total(walked.after) == walked.posted.charged_minor
    assert walked.before.net_income_pro_forma_minor == walked.after.net_income_minor


def test_a_proposal_is_explained_down_to_its_sales_lines(walked):
    steps = walked.explained.steps
    evidence = [step for step in steps if step.what == "evidence"]
    assert len(evidence) == walked.run.lines[0].evidence_lines > 0
    assert all(step.name.startswith("SO-") and "reseller" in step.words for step in evidence)
    assert {"layer", "parameter", "prepared", "approved"} <= {step.what for step in steps}


def test_ageing_is_what_a_group_by_over_the_documents_says(files, walked):
    """One query over strata against Polars: of the bikes on hand, the last that came are what is left."""
    ends = (30, 90, 365)
    aged = walk._Asking()("ada", "ageing", as_of=walk.BIKES.as_of, bands="30,90,365")
    opening, moves = figures.read(files, "opening_layers"), figures.read(files, "stock_moves")
    ours = figures.read(files, "locations").filter(pl.col("kind") == "stock")["location"].implode()
    came = pl.concat([
        opening.select("item", "quantity_micro", on=pl.coalesce("received_on", "opening_on")),
        moves.filter(pl.col("to_location").is_in(ours)).select("item", "quantity_micro", on="effective_on"),
    ])  # fmt: skip
    went = moves.filter(pl.col("from_location").is_in(ours)).group_by("item").agg(went=pl.col("quantity_micro").sum())
    by_day = came.group_by("item", "on").agg(pl.col("quantity_micro").sum()).sort("item", "on")
    left = (
        by_day.join(went, on="item", how="left")
        .with_columns(
            left=pl.min_horizontal(
                pl.col("quantity_micro"),
                pl.max_horizontal(pl.col("quantity_micro").cum_sum().over("item") - pl.col("went").fill_null(0), 0),
            )
        )
        .filter(pl.col("left") > 0)
    )
    expected: dict[tuple[str, int], int] = {}
    for item, on, quantity in left.select("item", "on", "left").iter_rows():
        band = bisect_left(ends, (walk.BIKES.as_of - on).days)
        expected[item, band] = expected.get((item, band), 0) + quantity
    starts = [0, *(end + 1 for end in ends)]
    assert {(line.item, starts.index(line.from_days)): line.quantity_micro for line in aged.lines} == expected
    assert sum(line.value_minor for line in aged.bands) == walked.stock.value_minor
    assert sum(line.allowance_minor for line in aged.bands) == walked.stock.allowance_minor
