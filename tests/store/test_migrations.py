"""The migrations say what the models say: nothing is left for `makemigrations` to do."""

from io import StringIO

from django.core.management import call_command


def test_nothing_is_left_to_migrate(sqlite_store):
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, skip_checks=True, stdout=said)
    assert "No changes detected" in said.getvalue()
