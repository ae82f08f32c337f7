"""The doors' tests: Django is set up without a database; those that need one take a fresh store."""

from tests.fresh_store import sqlite_store

__all__ = ["sqlite_store"]
