"""Prepare a database: migrate it as its owner, install its laws, and the operational file beside it."""

import os

import django


def prepare_django() -> None:
    """Load the settings, once a process; doors call this before anything that needs the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lowmark.project.settings")
    django.setup()


def prepare_database() -> None:
    """Create or upgrade the database and install its laws. Safe to repeat."""
    prepare_django()
    from django.core.management import call_command

    from lowmark.store.router import OPS_APPS

    _keep_to_ourselves()
    _trust_no_schema()

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    for app in sorted(OPS_APPS):  # One by one: asked for all, Django works through the ledger's history as well.
        call_command("migrate", app, database="ops", verbosity=0, interactive=False)


def _keep_to_ourselves() -> None:
    """Make the files of a new SQLite database such that only their owner reads them."""
    from django.conf import settings

    database = settings.DATABASE
    for file in (database.file if database.is_sqlite else None, database.ops_file):
        if file is not None and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)


def _trust_no_schema() -> None:
    """Leave out the check that a text is JSON from tables that Django's packages bring.

    SQLite calls JSON_VALID unsafe where the schema is not trusted, as it is not here (`trusted_schema=OFF`).
    """
    from django.db import connections

    owner = connections["owner"]
    if owner.vendor == "sqlite":
        kept = {kind: check for kind, check in owner.data_type_check_constraints.items() if kind != "JSONField"}
        owner.data_type_check_constraints = kept
