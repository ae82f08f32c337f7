"""Write each app's one initial migration anew from its models: until the first release there is only that one.

`makemigrations` would split what refers to each other into many small operations, and applying those takes Django
several times as long. Here an app's models come in the order of their references, whole.

Run as `python -m lowmark.store.regenerate`; a test holds that nothing is left for `makemigrations` to do.
"""

import graphlib
from pathlib import Path
from typing import Any

APPS = ("people", "entities", "access", "items", "evidence", "stock", "valuation", "runs", "ledger", "subledger",
        "audit", "ops")  # fmt: skip


def main() -> None:
    """Write `0001_initial.py` of every app of the store."""
    import django

    django.setup()
    from django.apps import apps
    from django.db.migrations.writer import MigrationWriter

    for label in APPS:
        migration = _initial(label, list(apps.get_app_config(label).get_models()))
        folder = Path(__file__).parent / label / "migrations"
        (folder / "0001_initial.py").write_text(MigrationWriter(migration, include_header=False).as_string())


def _initial(label: str, models: list[Any]) -> Any:
    """Return the initial migration of an app: its models whole, those referred to first."""
    from django.conf import settings
    from django.db import migrations
    from django.db.migrations.state import ModelState

    from lowmark.store.creating import CreateTable

    inside = {model: [t for t in _targets(model) if t in models and t is not model] for model in models}
    ordered = list(graphlib.TopologicalSorter(inside).static_order())
    outside = sorted({t._meta.app_label for model in models for t in _targets(model)} - {label})
    migration = type("Migration", (migrations.Migration,), {})("0001_initial", label)
    migration.initial = True
    migration.dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL) if app == "people" else _latest(app)
        for app in outside
    ]
    migration.operations = [
        CreateTable(state.name, list(state.fields.items()), state.options, state.bases, state.managers)
        for state in (ModelState.from_model(model) for model in ordered)
    ]
    return migration


def _targets(model: Any) -> list[Any]:
    """Return the models that a model refers to."""
    return [field.related_model for field in model._meta.get_fields() if field.related_model and field.concrete]


def _latest(app: str) -> tuple[str, str]:
    """Return the migration of another app to build on: its newest where Django ships it, our one where it is ours."""
    return (app, "0001_initial") if app in APPS else (app, "__latest__")


if __name__ == "__main__":
    main()
