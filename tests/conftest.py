"""Settings for every test: how hard hypothesis tries, and that what failed is printed so that it can be replayed."""

import os

import pytest
from hypothesis import HealthCheck, settings

# Shared machines stall at random, and no test of ours asserts on time.
_COMMON = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}

# The same examples every time: whether a change lands is no matter of luck. Others are tried on every other run.
settings.register_profile("quick", max_examples=20, derandomize=True, **_COMMON)
settings.register_profile("default", max_examples=100, **_COMMON)
settings.register_profile("soak", max_examples=20_000, **_COMMON)
PROFILE = os.environ.get("LOWMARK_HYPOTHESIS", "default")
settings.load_profile(PROFILE)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is tried besides, where there is only a budget: more seeds of what one seed has tried already."""
    more = [item for item in items if item.get_closest_marker("more")]
    if PROFILE == "quick" and more:
        config.hook.pytest_deselected(items=more)
        items[:] = [item for item in items if not item.get_closest_marker("more")]
