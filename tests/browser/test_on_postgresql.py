"""The same walk of a run, in real Chromium, over a ledger on PostgreSQL."""

from tests.browser.a_company import serving, walk_a_run, window


def test_a_run_goes_from_its_preparer_to_the_ledger_on_postgresql():
    with serving("postgresql") as served, window(served) as page:
        walk_a_run(served, page)
