"""The tests of verify run on both engines, over a company that has lived: see `lived`."""

from dataclasses import dataclass

import pytest

from tests.fresh_store import ENGINES, Store, fresh_store, store
from tests.verify.lived import live

__all__ = ["in_a_demo", "lived", "store"]


@pytest.fixture(scope="module", autouse=True)
def in_a_demo():
    """Stores are made as demos, in which personas prove who they are without a password."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWMARK_DEMO", "1")
        yield


@dataclass(frozen=True)
class Lived:
    """A store in which two companies have lived, and their numbers."""

    store: Store
    entities: dict[str, int]


@pytest.fixture(scope="module", params=ENGINES)
def lived(request):
    """A store in which two companies have lived; nothing that a test does to it may be committed."""
    with fresh_store(request.param) as opened:
        live()
        rows = opened.rows("SELECT code, id FROM entities_entity")
        yield Lived(opened, dict(rows))
