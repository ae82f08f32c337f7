"""Django is set up before anything of the store is imported."""

from tests.fresh_store import fresh_store

__all__ = ["fresh_store"]
