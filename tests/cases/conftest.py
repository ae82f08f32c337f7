"""Cases that need books keep them in one store a module."""

from collections.abc import Iterator

import pytest

from tests.cases.books import shelf


@pytest.fixture(scope="module", autouse=True)
def books() -> Iterator[None]:
    with shelf():
        yield
