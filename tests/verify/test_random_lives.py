"""Whatever a company lives through, in whatever order runs are posted late and periods closed, its books are clean."""

import pytest

from tests.fresh_store import fresh_store
from tests.verify.life import Life, faults

LIVES = (
    pytest.param("sqlite", 0, "fifo", "allowance", marks=pytest.mark.more),
    pytest.param("sqlite", 7, "moving_average", "direct", marks=pytest.mark.more),
    pytest.param("sqlite", 3, "fifo", "direct", marks=pytest.mark.more),
    ("postgresql", 11, "fifo", "allowance"),
    pytest.param("sqlite", 5, "lifo", "allowance", marks=pytest.mark.more),
)


@pytest.mark.parametrize("engine, seed, method, style", LIVES)
def test_a_random_life_is_clean(engine, seed, method, style):
    with fresh_store(engine):
        life = Life(seed, method=method, style=style)
        life.live(30)
        assert faults() == []
        assert life.posted
