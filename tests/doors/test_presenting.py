"""What a command prints: exact, aligned, in its currency; nothing that came in through a file is obeyed."""

import io
import json
import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import get_args, get_type_hints

import pytest
from rich.console import Console

from lowmark.core.kinds.money import present_minor
from lowmark.doors.cli import tables
from lowmark.doors.cli.present import presenter
from lowmark.doors.presenting.figures import figure
from lowmark.services import catalogue
from tests.doors import samples

OPERATIONS = tuple(catalogue.BY_NAME.values())

SHOWN = {
    "show-run": samples.RUN,
    "statements": samples.STATEMENTS,
    "explain": samples.CHAIN,
    "roll-forward": samples.ROLLED,
    "list-runs": samples.RUNS,
    "import": samples.REFUSED_IMPORT,
    "verify": samples.FAULTY,
    "demo": samples.DEMO,
}


def printed(name, response, *, width=200):
    out = Console(file=io.StringIO(), markup=False, emoji=False, highlight=False, width=width)
    presenter(name)(response, out)
    return out.file.getvalue()


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("width", [80, 200])
def test_no_terminal_command_comes_through(name, width):
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed(name, SHOWN[name], width=width)
    )


@pytest.mark.parametrize("name", SHOWN)
def test_the_general_layout_shows_every_response(name):
    out = Console(file=io.StringIO(), markup=False, highlight=False, width=200)
    tables.present(SHOWN[name], out)
    assert out.file.getvalue()


def test_a_run_foots():
    text = printed("show-run", samples.RUN)
    rows = {line.split("  ")[0].strip(): line for line in text.splitlines()}
    assert "23.50" in rows["run"]
    assert "1,280.00" in rows["run"]
    for name in tables.sums_of(samples.RUN, type(samples.RUN.lines[0])):
        listed = sum(getattr(line, name) for line in samples.RUN.lines)
        rest = getattr(samples.RUN, name) - listed
        assert present_minor(listed, "CAD") in rows["listed"]
        assert present_minor(rest, "CAD") in rows["tested, unchanged"]


def test_a_figure_below_zero_stands_in_parentheses_and_an_unknown_one_is_no_zero():
    text = printed("show-run", samples.RUN)
    tyre = next(line for line in text.splitlines() if line.startswith("TYRE"))
    assert "(2.50)" in tyre
    assert "  –  " in tyre


def test_amounts_end_in_one_column():
    lines = [
        line for line in printed("show-run", samples.RUN).splitlines() if line.startswith(("TENT", "TYRE", "run "))
    ]
    assert len({re.search(r" 140\.00| 1,280\.00", line).end() for line in lines}) == 1
    assert len(lines) == 3


def test_a_chain_is_indented_by_its_depth():
    lines = printed("explain", samples.CHAIN).splitlines()
    assert [len(line) - len(line.lstrip()) for line in lines[1:]] == [0, 2, 4, 2]
    assert lines[1].endswith("[5]  (12.34) CAD")
    assert lines[3].endswith("(IAS 2.10)")


def test_statements_show_posted_change_and_pro_forma_apart():
    line = next(line for line in printed("statements", samples.STATEMENTS).splitlines() if "Allowance" in line)
    assert line.split()[-3:] == ["(28.50)", "(23.50)", "(52.00)"]


def test_statements_show_an_earlier_date_and_what_it_is_restated_for():
    lines = tuple(replace(line, earlier_minor=7_00) for line in samples.STATEMENTS.lines)
    shown = replace(samples.STATEMENTS, run="", lines=lines, compared_on=date(2025, 12, 31), is_restated=True,
                    restated_for=("a material error",), not_restated_for=("change of formula CF-1",))  # fmt: skip
    read = printed("statements", shown)
    assert "2025-12-31 is restated for a material error" in read
    assert "2025-12-31 is without change of formula CF-1, whose effects are known for whole fiscal years" in read
    assert next(line for line in read.splitlines() if "Allowance" in line).split()[-2:] == ["(28.50)", "7.00"]


def test_a_roll_forward_shows_columns_that_moved_overlays_apart_and_the_ledger():
    lines = printed("roll-forward", samples.ROLLED).splitlines()
    head = next(line for line in lines if "opening" in line)
    assert head.split() == ["opening", "charged", "used", "on", "scrap", "closing"]
    assert next(line for line in lines if line.startswith("ledger")).split() == [
        "ledger",
        "28.50",
        "23.50",
        "(12.00)",
        "40.00",
    ]
    assert any(line.startswith("supplies, overlay") for line in lines)


def test_each_entity_of_the_demo_has_its_own_decimals():
    line = next(line for line in printed("demo", samples.DEMO).splitlines() if "inventory at cost" in line)
    assert line.split()[-2:] == ["12,345.67", "1,234,567"]


def test_every_fault_is_printed():
    text = printed("verify", samples.FAULTY)
    assert "entries balance: entry 5" in text
    assert "1 fault found." in text


def test_json_holds_whole_numbers_and_iso_days():
    told = json.loads(json.dumps(tables.plain_data(samples.RUN)))
    assert (told["as_of"], told["lines"][1]["value_minor"], told["change_minor"]) == ("2026-10-31", None, 2350)


def test_a_file_is_never_wrapped():
    out = tables.console()
    assert out.is_terminal or out.width == tables.UNLIMITED


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_money_field_of_a_response_has_a_currency_beside_it(operation):
    """Without one it would be shown as a bare whole number."""

    def asks(kind, *, has_currency):
        names = {one.name: one for one in fields(kind)}
        has_currency = has_currency or "currency" in names
        assert has_currency or not any(name.endswith("_minor") for name in names), kind
        for hint in get_type_hints(kind).values():
            for row in filter(is_dataclass, (hint, *get_args(hint))):
                asks(row, has_currency=has_currency)

    asks(operation.response, has_currency=False)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("value_minor", 123_456, "1,234.56"),
        ("value_minor", -1, "(0.01)"),
        ("quantity_micro", -1_500_000, "(1.5)"),
        ("known_seq", 12_345, "12345"),
        ("rows_read", 12_345, "12,345"),
        ("healthy", True, "yes"),
        ("lot", "", "–"),
        ("entries", ("STOCK/2026/1", "STOCK/2026/2"), "STOCK/2026/1, STOCK/2026/2"),
    ],
)
def test_a_figure_is_written_by_its_unit(name, value, shown):
    assert figure(name, value, currency="CAD") == shown
