"""The hammer works on both engines, with processes of its own."""

from tests.fresh_store import postgresql_store, sqlite_store, store

__all__ = ["postgresql_store", "sqlite_store", "store"]
