"""Settings for every test: how hard hypothesis tries, and that what failed is printed so that it can be replayed."""

import os
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

# Shared machines stall at random, and no test of ours asserts on time.
_COMMON = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}

# The same examples every time: whether a change lands is no matter of luck. Others are tried on every other run.
settings.register_profile("quick", max_examples=10, derandomize=True, **_COMMON)
settings.register_profile("default", max_examples=100, **_COMMON)
settings.register_profile("soak", max_examples=20_000, **_COMMON)
PROFILE = os.environ.get("LOWMARK_HYPOTHESIS", "default")
settings.load_profile(PROFILE)


SPARED = {
    "postgresql": (6, ("tests/scenarios", "tests/store/test_known_at", "tests/verify/test_tampering")),
    "sqlite": (3, ("tests/hammer",)),
}
"""What is tried on both engines, and where there is a budget only one test in so many on this one of them."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is tried besides, where there is only a budget.

    That is more seeds of what one seed has tried already; and of what is tried on both engines, on the one that takes longer
    most tests of whole stories, of tampering and of many clients, and the others beyond one set of their parameters; with
    that set they are tried on the one engine alone. `make test` by hand and `make soak` leave out nothing.
    """
    if PROFILE != "quick":
        return
    tried: set[tuple[str, str]] = set()
    twins: set[str] = set()
    besides = []
    for item in items:
        test = (item.nodeid.partition("::")[0], getattr(item, "originalname", ""))
        of_many = [
            most for engine, (most, folders) in SPARED.items() if engine in item.name and test[0].startswith(folders)
        ]
        is_left = any(test in tried or crc32("::".join(test).encode()) % most for most in of_many)
        if is_left or item.get_closest_marker("more"):
            besides.append(item)
        elif of_many:
            tried.add(test)
            twins.add(item.nodeid.replace("postgresql", "sqlite") if "postgresql" in item.nodeid else "")
    left_out = {*besides, *(item for item in items if item.nodeid in twins)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
