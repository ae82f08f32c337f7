"""The hammer works on both engines, with processes of its own."""

from tests.fresh_store import postgresql_store, sqlite_store, store
from tests.hammer.lanes import hall

__all__ = ["hall", "postgresql_store", "sqlite_store", "store"]
