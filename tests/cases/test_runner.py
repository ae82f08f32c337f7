"""The runner itself: its lines, its exit codes, what it reads; and adapters that translate, and count nothing."""

import ast
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases.__main__ import main
from tests.cases.judge import adapters, judge
from tests.cases.record import BadFile, Figure, figure, load
from tests.cases.wording import account_kind, frameworks_of

HERE = Path(__file__).resolve().parent
RUNNER = {"__main__.py", "compare.py", "conftest.py", "judge.py", "record.py"}
"""What reads digits, compares an answer with a tolerance and counts verdicts; everything else translates."""

ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult, ast.LShift, ast.RShift)
BARRED_IMPORTS = {"operator", "decimal", "fractions", "math", "cmath", "statistics", "numbers", "numpy", "numba"}
BARRED_KINDS = {"lowmark.core.kinds.arithmetic", "lowmark.core.kinds.allocation", "lowmark.core.kinds.compiled"}
BARRED_CALLS = {"sum", "abs", "round", "divmod", "pow", "int", "float", "complex", "eval", "exec"}
BARRED_METHODS = {"sum", "mean", "median", "dot", "add", "mul", "truediv", "floordiv", "mod", "neg", "abs", "cum_sum"}

ITEMS = [{"item": "Kettle", "qty": 10, "cost": 5, "nrv": 4.5}, {"item": "Pan", "qty": 2, "cost": 3, "nrv": 9}]


def write(folder: Path, rows: object, name: str = "cases.json") -> str:
    file = folder / name
    file.write_text(json.dumps(rows), encoding="utf-8")
    return str(file)


def row(**given) -> dict:
    return {"id": "X-1", "topic": "lcnrv", "framework": "IFRS", "inputs": {"items": ITEMS}, "expected": {"by_item": 51},
            "tolerance": 0.005} | given  # fmt: skip


def lines(capsys) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_line_a_case_and_the_counts_at_the_end(tmp_path, capsys):
    rows = [
        row(),
        row(id="X-2", expected={"by_item": 52}),
        row(id="X-3", expected={"cogs_item": 51, "by_item": 51}),
        row(id="X-4", topic="graphology"),
        row(id="X-5", topic="astrology"),
        row(id="X-6", expected={}),
    ]
    assert main([write(tmp_path, rows)]) == 1
    assert lines(capsys) == [
        "PASS X-1 lcnrv",
        "FAIL X-2 lcnrv: expected by_item 52, got 51.0000",
        "SKIP X-3 lcnrv: waits for the cost of goods sold of a period beside the test",
        "SKIP X-4 graphology: waits for an adapter for the topic graphology",
        "SKIP X-5 astrology: waits for an adapter for the topic astrology",
        "SKIP X-6 lcnrv: expects nothing",
        "1 passed, 1 failed, 4 skipped",
    ]


def test_topics_narrow_what_is_run(tmp_path, capsys):
    file = write(tmp_path, [row(), row(id="X-4", topic="graphology"), row(id="X-6", topic="lcm")])
    assert main([file, "--topic", "lcnrv", "lcm"]) == 0
    assert lines(capsys)[-1] == "1 passed, 0 failed, 1 skipped"
    assert main([file, "--topic", "lcnrv", "--topic", "lcm"]) == 0
    assert lines(capsys)[-1] == "1 passed, 0 failed, 1 skipped"


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"rows": []}', '[{"topic": "lcnrv", "inputs": {"cost": NaN}}]'])
def test_a_file_that_holds_no_cases_is_refused(tmp_path, capsys, text):
    file = tmp_path / "bad.json"
    file.write_text(text, encoding="utf-8")
    assert main([str(file)]) == 2
    assert "bad.json" in capsys.readouterr().err


def test_a_missing_file_or_one_of_another_kind_is_refused(tmp_path, capsys):
    assert main([str(tmp_path / "none.json")]) == 2
    assert main([write(tmp_path, [], "cases.txt")]) == 2


def test_a_folder_is_all_of_its_files_and_a_yaml_file_is_one_case(tmp_path):
    write(tmp_path, [row(), row(id="X-2")])
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "own.yaml").write_text("{id: Y-1, topic: lcnrv, expected: {nrv: 1.50}}", encoding="utf-8")
    found = load(tmp_path)
    assert [case.id for case in found] == ["X-1", "X-2", "Y-1"]
    assert found[2].expected == {"nrv": "1.50"}


def test_numbers_are_kept_as_their_digits():
    assert [figure(text) for text in ("0.1", "1e3", "-2.50", "12345678901234567890.123")] == [
        "0.1", "1000", "-2.50", "12345678901234567890.123",
    ]  # fmt: skip
    with pytest.raises(BadFile):
        figure("Infinity")


def lcnrv(inputs: dict, expected: dict, framework: str = "IFRS", tolerance: str = "0.005") -> str:
    """Judge a case of figures as a file would give them."""
    said = {"id": "X", "topic": "lcnrv", "framework": framework, "inputs": inputs, "expected": expected}
    with tempfile.TemporaryDirectory() as folder:
        (read,) = load(Path(write(Path(folder), [said])))
    return str(judge(replace(read, tolerance=Figure(tolerance))))


@pytest.mark.parametrize("tolerance, verdict", [("0.005", "FAIL"), ("0.01", "PASS"), ("0", "FAIL")])
def test_a_figure_may_differ_by_the_tolerance_and_no_more(tolerance, verdict):
    assert lcnrv({"cost": 100, "nrv": 90}, {"carrying_amount": 90.01}, tolerance=tolerance).startswith(verdict)


@pytest.mark.parametrize(
    "inputs, expected",
    [
        ({"cost": 100, "nrv": 90}, {"carrying_amount": 90, "write_down": 10}),
        ({"cost": 100, "nrv": 0}, {"carrying_amount": 0, "write_down": 100}),
        ({"units": 10, "unit_cost": 5, "nrv": 4}, {"nrv": 40, "carrying_amount": 40, "nrv_unit": 4}),
        ({"units": 10, "unit_cost": 5, "nrv": 40}, {"nrv": 40, "carrying_amount": 40}),
        ({"units": 10, "cost": 50, "nrv": 4}, {"carrying_amount": 40, "write_down": 10}),
        ({"cost": 100, "selling_price": 96, "commission_rate": 0.125}, {"nrv": 84, "write_down": 16}),
        ({"cost": 100, "nrv": 90, "replacement_cost": 70}, {"carrying_amount": 90}),
        ({"cost": 100, "nrv": None, "selling_price": 80}, {"carrying_amount": 80}),
        ({"cost": 100, "selling_price": 90, "packaging": 5}, {"nrv": 85, "write_down": 15}),
        ({"units": 10, "unit_cost": 5, "selling_price": 6, "repair": 2}, {"carrying_unit": 4, "carrying_amount": 40}),
        (
            {"units": 10, "unit_cost": 5, "selling_price": 6, "damaged_units": 4, "damaged_price": 3},
            {"carrying_amount": 42, "nrv_damaged": 12},
        ),
        (
            {
                "A": {"units": 10, "cost_total": 100, "price_unit": 12, "selling_pct": 10, "complete_unit": 2},
                "B": {"units": 4, "unit_cost": 5, "price_unit": 6, "repackage_total": 7},
                "C": {"cost_total": 90, "contract_price": 95, "replacement_cost": 60},
            },
            {"A": 88, "B": 17, "C": 90, "total": 195},
        ),
        ({"cost_minus_nrv": {"item1": 30, "item2": -50, "item3": 5}}, {"write_down_item": 35}),
        (
            {
                "material": 3,
                "labour": 2,
                "overheads": 600,
                "normal_output": 200,
                "actual_output": 150,
                "closing_units": 20,
            },
            {"unit_cost": 8, "total": 160, "unabsorbed_overhead": 150},
        ),
        (
            {
                "material": 450,
                "labour": 300,
                "overheads": 600,
                "normal_output": 200,
                "actual_output": 150,
                "closing_units": 20,
                "selling_price": 7,
            },
            {"unit_cost": 8, "cost": 160, "carrying_amount": 140, "write_down": 20, "unabsorbed_overhead": 150},
        ),
    ],
)
def test_variants_of_cost_and_value_are_read(inputs, expected):
    assert lcnrv(inputs, expected, "US GAAP/IFRS/ASPE") == "PASS X lcnrv"


@pytest.mark.parametrize(
    "inputs, waits",
    [
        ({"cost": 100, "selling_price": 90, "packaging": 5, "repair": 1}, "several costs to complete"),
        ({"cost": 100, "selling_price": 90, "damaged_price": 5}, "damaged goods of which neither"),
        ({"cost": 100, "nrv": 90, "cost_method": "LIFO"}, "market"),
        ({"cost": 100, "nrv": -1}, "goods that cost more to be rid of"),
        ({"cost": 100, "nrv": 90, "moon": "full"}, "the input moon"),
        ({"units": 100}, "a case with one of unit_cost"),
        ({"cost": 100.00001, "nrv": 90}, "figures of more decimals"),
        ({"cost": 100, "nrv": 90.0000001}, "figures of more decimals"),
        ({"items": [{"item": "a", "cost": 1}]}, "items with cost, item"),
    ],
)
def test_a_variant_that_needs_more_waits_for_it(inputs, waits):
    assert lcnrv(inputs, {"carrying_amount": 90}).startswith(f"SKIP X lcnrv: waits for {waits}")


def test_what_can_be_said_has_to_agree_even_where_the_rest_waits():
    inputs = {"items": ITEMS}
    waits = "SKIP X lcnrv: waits for the cost of goods sold of a period beside the test"
    assert lcnrv(inputs, {"by_item": 51, "cogs_item": 56}) == waits
    assert lcnrv(inputs, {"by_item": 50, "cogs_item": 56}).startswith("FAIL X lcnrv: expected by_item 50, got 51")


def test_a_case_that_breaks_its_adapter_fails_and_the_run_goes_on(tmp_path, capsys):
    assert main([write(tmp_path, [row(inputs={"items": "none"}), row(id="X-2")])]) == 1
    assert lines(capsys)[1:] == ["PASS X-2 lcnrv", "1 passed, 1 failed, 0 skipped"]


def test_frameworks_and_accounts_by_their_many_names():
    assert frameworks_of("Ind AS/IFRS") == ("ifrs",)
    assert frameworks_of("IFRS (CAD)") == ("ifrs",)
    assert frameworks_of("generic") == frameworks_of("") == ("aspe", "ifrs", "us_gaap")
    assert lcnrv({"cost": 2, "nrv": 1}, {"write_down": 1}, "Martian GAAP").startswith(
        "SKIP X lcnrv: waits for the framework"
    )
    names = {
        "Inventory": "inventory", "Merchandise inventory": "inventory", "Inventory (closing)": "closing inventory",
        "Purchase returns and allowances": "purchase returns", "Purchases": "purchases", "Opening inventory": "opening inventory",
        "Reserve for obsolete inventory": "allowance", "Recovery of inventory loss": "recovery",
        "Loss due to decline to NRV": "loss", "Inventory write-off expense": "loss", "Cost of Goods Sold": "cost of sales",
    }  # fmt: skip
    assert {name: account_kind(name) for name in names} == names


def test_every_topic_that_is_published_has_an_adapter():
    published = {case.topic for file in sorted((HERE / "published").glob("*.json")) for case in load(file)}
    assert published
    assert published <= adapters().keys()


# --- adapters translate ----------------------------------------------------------------------------------------------


def _modules() -> list[Path]:
    return [
        path for path in sorted(HERE.rglob("*.py")) if path.name not in RUNNER and not path.name.startswith("test_")
    ]


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(HERE)))
def test_nothing_that_translates_counts(path):
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    operations = [
        node.lineno for node in nodes if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ARITHMETIC)
    ]
    negations = [
        node.lineno for node in nodes
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant | ast.Name)
    ]  # fmt: skip
    imports = [
        name
        for node in nodes
        for name in _names(node)
        if name.partition(".")[0] in BARRED_IMPORTS or name in BARRED_KINDS
    ]
    calls = [
        node.func.id
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BARRED_CALLS
    ]
    assert (operations, negations, imports, calls) == ([], [], [], [])


@pytest.mark.parametrize("topic", sorted(adapters()))
def test_an_adapter_asks_no_frame_to_count_for_it_and_knows_no_case_by_its_id(topic):
    nodes = list(ast.walk(ast.parse((HERE / "topics" / f"{topic}.py").read_text(encoding="utf-8"))))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert attributes & (BARRED_METHODS | {"id"}) == set()
    assert not any("polars" in name or "tests.cases.compare" in name for node in nodes for name in _names(node))
