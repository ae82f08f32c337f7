"""Which alias keeps what: the ledger's tables in `owner`'s database, sessions, lockouts and jobs in `ops`."""

from typing import Any

OPS_APPS = frozenset({"ops", "sessions", "axes"})


class Router:
    """Django's database router."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        """Operational tables are read from `ops`, everything else through the writing connection."""
        return "ops" if model._meta.app_label in OPS_APPS else "default"

    def db_for_write(self, model: Any, **_hints: Any) -> str:
        """Operational tables are written to `ops`."""
        return "ops" if model._meta.app_label in OPS_APPS else "default"

    def allow_relation(self, first: Any, second: Any, **_hints: Any) -> bool:
        """Relations stay inside one database."""
        return (first._meta.app_label in OPS_APPS) == (second._meta.app_label in OPS_APPS)

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """The owner migrates the ledger; nobody migrates through the working roles."""
        return db == ("ops" if app_label in OPS_APPS else "owner")
