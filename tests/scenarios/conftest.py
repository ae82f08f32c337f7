"""The scenarios run on both engines."""

from tests.fresh_store import postgresql_store, sqlite_store, store

__all__ = ["postgresql_store", "sqlite_store", "store"]
