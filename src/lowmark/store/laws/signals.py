"""Connect the laws to Django: out before a migration, in after it; and each working alias in its own role.

Before this: the app that is ready. After this: `migrate` keeps the laws. SQLite's way to change a table is to rebuild
it, which fails on triggers or loses them; so laws are not migrations.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from lowmark.store.laws.install import drop, install
from lowmark.store.laws.roles import take_role

OWNER = "owner"


def connect(app: AppConfig) -> None:
    """Connect, once: Django sends both signals for every app, and one app's is enough."""
    pre_migrate.connect(_take_out, sender=app, dispatch_uid="lowmark laws out")
    post_migrate.connect(_write, sender=app, dispatch_uid="lowmark laws in")
    connection_created.connect(take_role, dispatch_uid="lowmark roles")


def _take_out(using: str, **_signal: Any) -> None:
    """Before a migration."""
    if using == OWNER:
        drop(connections[using])


def _write(using: str, **_signal: Any) -> None:
    """After a migration."""
    if using == OWNER:
        install(connections[using])
