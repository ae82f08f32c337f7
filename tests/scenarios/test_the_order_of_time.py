"""What has been tested stays tested: nothing is recorded before a posted test, and no test is posted before another."""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests import company


def _tested(day):
    ours = company.found("TIME")
    ours.items("TENT")
    ours.record("R1", "TENT", 10, date(2026, 1, 5), value="100.00")
    ours.prices(("P1", 1, "TENT", "price_list", "8.00", "2026-01-06"))
    ours.write_down(day)
    return ours


def test_a_move_dated_on_or_before_a_posted_test_is_refused_by_both_ways_in(store):
    ours = _tested(date(2026, 2, 10))
    for day in (date(2026, 1, 20), date(2026, 2, 10)):
        with pytest.raises(Problem, match="was tested"):
            ours.record("S1", "TENT", 1, day)
        answer = ours.do("import", ours.ada, table="stock_moves", file=company.File("late.csv", company.csv(
            company.MOVES, [("S1", 1, "TENT", "Main", "customer", "sale", 1, "", day)]
        )))  # fmt: skip
        assert [problem.code for problem in answer.problems] == ["tested"]
    ours.record("S1", "TENT", 1, date(2026, 2, 11))


def test_a_test_of_an_earlier_date_is_refused_once_a_later_one_is_posted(store):
    ours = _tested(date(2026, 2, 10))
    with pytest.raises(Problem, match="a run of 2026-02-10 is posted"):
        ours.do("propose", ours.ada, as_of=date(2026, 1, 31))
    ours.do("propose", ours.ada, as_of=date(2026, 2, 10))


def test_a_sequence_in_the_midst_of_a_command_means_what_was_known_before_it(store):
    ours = _tested(date(2026, 2, 10))
    whole = ours.do("cost", ours.ben, as_of=date(2026, 12, 31))
    seen = {
        ours.do("cost", ours.ben, as_of=date(2026, 12, 31), known_seq=seq).allowance_minor
        for seq in range(1, whole.known_seq + 1)
    }
    assert seen == {0, 2000}
