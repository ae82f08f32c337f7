"""Scripts can trust the exit codes: done, refused, wrong usage, not allowed, database unfit."""

import json

import pytest
from django.db.utils import OperationalError
from typer.testing import CliRunner

from lowmark.core.kinds.problems import Problem
from lowmark.doors import MEANINGS, meaning
from lowmark.doors.cli import running
from lowmark.doors.cli.commands import build
from lowmark.doors.cli.running import Manner
from tests.doors import samples

STOCK = "item,quantity,cost\nTENT-2,20,140.00\n"
PRICES = "document,line,item,kind,price,observed_on\nLIST-10,1,TENT-2,price_list,6.00,2026-10-01\n"


def lowmark(*words, **kwargs):
    return CliRunner().invoke(build(), list(words), prog_name="lowmark", **kwargs)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "stock.csv").write_text(STOCK)
    (tmp_path / "prices.csv").write_text(PRICES)
    return ["assess", str(tmp_path / "stock.csv"), "--prices", str(tmp_path / "prices.csv"), "--as-of", "2026-10-31"]


def test_done_is_zero(files):
    said = lowmark(*files, "--currency", "CAD", "--json")
    answer = json.loads(said.stdout)
    assert said.exit_code == 0
    assert (answer["required_minor"], answer["lines"][0]["value_minor"], answer["as_of"]) == (
        20_00,
        120_00,
        "2026-10-31",
    )


def test_files_with_faults_are_refused_with_every_fault(files, tmp_path):
    (tmp_path / "stock.csv").write_text("item,quantity,cost\nTENT-2,1e3,140.00\nTYRE,2,free\n")
    said = lowmark(*files, "--json")
    assert said.exit_code == 1
    assert [(one["row"], one["column"]) for one in json.loads(said.stdout)["problems"]] == [
        (2, "quantity"),
        (3, "cost"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["assess", "--as-of", "2026-10-31"],
        ["assess", "missing.csv", "--as-of", "2026-10-31"],
        ["nonsense"],
        ["propose", "--entity", "MAPLE"],
        ["serve", "--port", "70000"],
    ],
)
def test_wrong_usage_is_two(words):
    assert lowmark(*words).exit_code == 2


def test_an_unknown_framework_is_wrong_usage_and_says_what_there_is(files):
    said = lowmark(*files, "--framework", "gaap")
    assert said.exit_code == 2
    assert said.stderr.splitlines()[0] == "error:      no framework is called 'gaap'"
    assert "what to do: there are" in said.stderr


def test_nobody_in_particular_may_not_do_what_needs_a_role():
    said = lowmark("list-runs", "--entity", "MAPLE")
    assert said.exit_code == 3
    assert "--as USER" in said.stderr


@pytest.mark.parametrize(("code", "exit_code"), [(code, one.exit_code) for code, one in MEANINGS.items()])
def test_a_problem_ends_with_the_exit_code_of_its_code(code, exit_code, capsys):
    with pytest.raises(running.typer.Exit) as ended, running.refusals(Manner()):
        raise Problem(code, "this is what", hint="this is what to do", where={"row": 3})
    assert ended.value.exit_code == exit_code
    assert capsys.readouterr().err == (
        f"error:      this is what\nwhere:      row 3\nwhy:        {code}\nwhat to do: this is what to do\n"
    )


def test_a_problem_for_a_program_is_one_line_of_json():
    problem = Problem("refused", "no", where={"reasons": ("stale", "same_person")})
    told = json.loads(running.worded(problem, as_json=True))
    assert told == {"code": "refused", "message": "no", "hint": "", "where": {"reasons": "stale, same_person"}}


def test_a_code_without_a_meaning_of_its_own_is_the_callers_mistake():
    assert (meaning("too_many_decimals").status, meaning("too_many_decimals").exit_code) == (400, 2)


def test_a_database_that_fails_is_unfit():
    with pytest.raises(running.typer.Exit) as ended, running.refusals(Manner()):
        raise OperationalError("no such table")
    assert ended.value.exit_code == 4


def test_a_fault_of_our_own_is_not_dressed_up():
    with pytest.raises(ZeroDivisionError), running.refusals(Manner()):
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("response", "exit_code"), [(samples.REFUSED_IMPORT, 1), (samples.FAULTY, 1), (samples.DEMO, 0), (samples.RUN, 0)]
)
def test_a_refusal_that_is_returned_is_one_too(response, exit_code):
    assert running.outcome(response) == exit_code


def test_the_demo_never_touches_a_database_that_is_no_demo(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOWMARK_DATABASE_URL", "sqlite:///ledger.sqlite3")
    monkeypatch.delenv("LOWMARK_DEMO", raising=False)
    said = lowmark("demo", "--no-serve")
    assert (said.exit_code, list(tmp_path.iterdir())) == (1, [])

    monkeypatch.delenv("LOWMARK_DATABASE_URL")
    (tmp_path / "lowmark.toml").write_text('database_url = "sqlite:///ledger.sqlite3"\n')
    said = lowmark("demo", "--no-serve")
    assert said.exit_code == 1
    assert "no demo" in said.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["lowmark.toml"]
