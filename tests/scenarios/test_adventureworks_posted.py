"""AdventureWorks through a database: imported, costed, tested, approved by somebody else, posted; tied out to the cent."""

import pytest

from examples.adventureworks import prepare, walk
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
