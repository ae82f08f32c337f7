"""Every case of this folder, and of the published collection where it is here: none fails, and what passed goes on passing."""

from collections import Counter
from pathlib import Path

import pytest

from tests.cases.judge import judge
from tests.cases.record import load

HERE = Path(__file__).resolve().parent
COLLECTION = HERE.parents[2] / "shared" / "golden" / "cases.json"

PASSING = {
    "cost_flow": 20,
    "deferred_tax": 1,
    "demand": 5,
    "excess_obsolete": 2,
    "firm_contract": 1,
    "fx_translation": 5,
    "gross_profit_method": 1,
    "intercompany": 8,
    "interim": 2,
    "journal_entries": 6,
    "lcm": 14,
    "lcnrv": 14,
    "raw_materials": 1,
    "materiality": 3,
    "purchase_commitment": 5,
    "ratios": 2,
    "retail_method": 5,
    "reversal": 5,
    "roll_forward": 9,
    "specific_identification": 1,
    "standard_cost": 3,
    "us_no_reversal": 2,
    "write_off": 3,
}
"""How many of the published cases pass, by topic: a number here only ever rises."""

OURS = [case for file in sorted(HERE.rglob("*.yaml")) for case in load(file)]
PUBLISHED = load(HERE / "published")


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.id)
def test_a_case_of_our_own_passes(case):
    assert str(judge(case)) == f"PASS {case.id} {case.topic}"


@pytest.fixture(scope="module")
def outcomes(books):
    return [judge(case) for case in PUBLISHED]


def test_no_published_case_fails_and_those_that_passed_pass(outcomes):
    assert [str(outcome) for outcome in outcomes if outcome.verdict == "FAIL"] == []
    passed = Counter(outcome.case.topic for outcome in outcomes if outcome.verdict == "PASS")
    assert {topic: passed[topic] for topic in PASSING if passed[topic] < PASSING[topic]} == {}


def test_what_is_skipped_says_what_it_waits_for(outcomes):
    skipped = [outcome for outcome in outcomes if outcome.verdict == "SKIP"]
    assert all(outcome.words.startswith("waits for ") and "an answer to" not in outcome.words for outcome in skipped)


def test_each_case_has_an_id_of_its_own_and_a_source():
    ids = Counter(case.id for case in (*OURS, *PUBLISHED))
    assert [name for name, times in ids.items() if times > 1] == []


@pytest.mark.skipif(not COLLECTION.is_file(), reason=f"the published collection is not here: {COLLECTION}")
def test_nothing_in_the_published_collection_fails():
    topics_here = {case.topic for case in PUBLISHED}
    outcomes = [judge(case) for case in load(COLLECTION) if case.topic not in topics_here]
    assert [str(outcome) for outcome in outcomes if outcome.verdict == "FAIL"] == []
