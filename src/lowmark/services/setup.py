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

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    for app in sorted(OPS_APPS):  # One by one: asked for all, Django works through the ledger's history as well.
        call_command("migrate", app, database="ops", verbosity=0, interactive=False)
