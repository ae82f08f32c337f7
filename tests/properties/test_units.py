"""Units: what converts does so exactly, and what does not names its nearest neighbours, which do."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.unit import LARGEST, Inexact, in_base_units

QUANTITY, PART = st.integers(1, 10**12), st.integers(1, LARGEST)


@given(QUANTITY, PART, PART)
def test_a_quantity_is_exact_or_its_neighbours_are(quantity, numerator, denominator):
    exact = Fraction(quantity * numerator, denominator)
    try:
        found = in_base_units(quantity_micro=quantity, numerator=numerator, denominator=denominator)
    except OverflowError:
        assert exact >= 2**63
        return
    if not isinstance(found, Inexact):
        assert found == exact
        return
    assert exact.denominator > 1 and found.below_micro < quantity < found.above_micro
    for neighbour in (found.below_micro, found.above_micro):
        assert Fraction(neighbour * numerator, denominator).denominator == 1
    if found.above_micro - found.below_micro < 1_000:
        between = range(found.below_micro + 1, found.above_micro)
        assert all(Fraction(each * numerator, denominator).denominator > 1 for each in between)
