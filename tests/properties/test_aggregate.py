"""The allowance of all goods together: one amount says what release and charge say one by one, and only of periodic books."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.frameworks.policy import Reversal
from lowmark.core.journal.posting_rules import POSTING_RULES
from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.aggregate import change_in_aggregate
from lowmark.core.write_downs.allowance import AllowanceState, release

MINOR = st.integers(0, 10**15)
REVERSALS: tuple[Reversal, ...] = ("required", "within_fiscal_year", "refused")


def change(*, required, held, still_held=0, reversal="refused"):
    return change_in_aggregate(
        inventory="periodic", reversal=reversal, required_minor=required, held_minor=held, still_held_minor=still_held
    )


@pytest.mark.parametrize(
    "required, held, still_held, reversal, events, after",
    [
        (1_500, 0, 0, "refused", (("write_down", 1_500),), 1_500),
        (75_000, 68_000, 0, "refused", (("write_down", 7_000),), 75_000),
        (1_000, 1_500, 0, "refused", (("release_on_sale", 500),), 1_000),
        (1_000, 1_000, 0, "required", (), 1_000),
        (0, 1_500, 1_500, "within_fiscal_year", (), 1_500),
        (0, 1_500, 1_500, "required", (("reversal", 1_500),), 0),
        (1_000, 1_500, 1_200, "refused", (("release_on_sale", 300),), 1_200),
        (1_000, 1_500, 1_200, "required", (("release_on_sale", 300), ("reversal", 200)), 1_000),
        (1_300, 1_500, 1_200, "refused", (("release_on_sale", 200),), 1_300),
    ],
)
def test_by_hand(required, held, still_held, reversal, events, after):
    found = change(required=required, held=held, still_held=still_held, reversal=reversal)
    assert (found.events, found.held_minor) == (events, after)


@given(required=MINOR, held=MINOR, data=st.data(), reversal=st.sampled_from(REVERSALS))
def test_events_add_up_and_the_allowance_is_what_is_required_or_what_may_not_be_taken_back(
    required, held, data, reversal
):
    still_held = data.draw(st.integers(0, held))
    found = change(required=required, held=held, still_held=still_held, reversal=reversal)
    signed = sum(amount if event == "write_down" else -amount for event, amount in found.events)

    assert signed == found.change_minor == found.held_minor - held
    assert found.held_minor == (required if reversal == "required" else max(required, still_held))
    assert all(amount > 0 and event in POSTING_RULES for event, amount in found.events)
    assert found.charged_minor == 0 or found.reversed_minor == 0


@given(required=MINOR, held=st.integers(1, 10**15), base=st.integers(1, 10**12), data=st.data())
def test_it_is_what_perpetual_books_post_one_by_one(required, held, base, data):
    """Goods that go release their part; what is on hand is then charged up to what is required of it."""
    gone = data.draw(st.integers(1, base))
    left, released = release(state=AllowanceState(amount_minor=held, base_micro=base), quantity_micro=gone)
    found = change(required=required, held=held, still_held=left.held_minor, reversal="required")

    assert found.released_minor == released
    assert found.charged_minor - found.reversed_minor == required - left.held_minor
    assert found.change_minor == required - held


@pytest.mark.parametrize(
    "given_, code",
    [
        ({"inventory": "perpetual"}, "perpetual_books"),
        ({"inventory": "weekly"}, "unknown_inventory"),
        ({"required_minor": -1}, "negative_amount"),
        ({"held_minor": 5, "still_held_minor": 6}, "more_than_held"),
    ],
)
def test_what_cannot_be_worked_out_together_is_refused(given_, code):
    said = {"inventory": "periodic", "reversal": "refused", "required_minor": 1, "held_minor": 1} | given_
    with pytest.raises(Problem, match=code):
        change_in_aggregate(**said)
