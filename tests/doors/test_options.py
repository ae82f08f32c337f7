"""A command's options follow from its request's fields."""

import subprocess
import sys
from dataclasses import MISSING, fields
from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from lowmark.doors.cli import options
from lowmark.doors.cli.commands import build
from lowmark.services import catalogue
from lowmark.services.operation import File

OPERATIONS = tuple(catalogue.BY_NAME.values())

RUNNER = CliRunner()
HEAVY = ("django", "polars", "numpy", "numba", "rich", "pydantic", "granian", "lowmark.services.call")


def asked(*words, **kwargs):
    return RUNNER.invoke(build(), list(words), prog_name="lowmark", **kwargs)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_field_is_an_option_or_the_file(operation):
    shown = asked(operation.name, "--help", env={"COLUMNS": "400"})
    assert shown.exit_code == 0
    for field in fields(operation.request):
        assert ("FILE" if field.type is File else f"--{field.name.replace('_', '-')}") in shown.output
        assert field.metadata["meaning"] in " ".join(shown.output.split())
    for name in ("--json", "--as", "--key"):
        assert name in shown.output


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_field_without_default_is_required_unless_the_command_finds_it(operation):
    found = {"approve": {"run_hash"}, "assess": {"entity"}}.get(operation.name, set())
    required = {field.name for field in fields(operation.request) if field.default is MISSING} - found
    said = asked(operation.name)
    assert (said.exit_code == 2) == bool(required) or operation.policy.operator
    if required:  # What can also be asked of a file says both ways in.
        assert "Missing" in said.output or "or --backtest FILE" in said.output


@pytest.mark.parametrize("text", ["31.10.2026", "2026-02-30", "2026-1-1", "", "today", "２０２６-01-01"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(typer.BadParameter, match="2026-10-31"):
        options.day(text)


def test_a_date_is_read():
    assert options.day("2026-10-31") == date(2026, 10, 31)


@pytest.mark.parametrize("text", ["1.5", "1e5", "1_000", " 1", "٣", "", "9" * 19])
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(typer.BadParameter):
        options.whole(text)


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "\x1b[2J", "\udcff"])
def test_a_text_holds_no_control_characters(text):
    with pytest.raises(typer.BadParameter):
        options.text(text)


def test_a_word_that_is_no_choice_is_wrong_usage():
    said = asked("import", __file__, "--entity", "MAPLE", "--table", "moves")
    assert said.exit_code == 2
    assert "'moves' is not one of items, locations" in " ".join(said.output.split())


def test_help_imports_nothing_heavy():
    words = "import sys; sys.argv = ['lowmark', '--help']\nfrom lowmark.doors.cli.main import main\n"
    words += f"try:\n    main()\nexcept SystemExit:\n    print([m for m in {HEAVY!r} if m in sys.modules])\n"
    words += "    print([m for m in sys.modules if m.startswith('lowmark.services.operations.')])"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert "record-move" in said.stdout
    assert said.stdout.splitlines()[-2:] == ["[]", "[]"], "an operation is imported when it is typed, not to list it"
