"""Pages: what typst is handed is data and never markup; every page is numbered; who has no typst is told which extra."""

import json
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lowmark.core.kinds.problems import Problem
from lowmark.reports.described import Column, Row, plain
from lowmark.reports.pages import breakable, content, pages, pictures, shown
from tests.reports.reported import HOSTILE, balance_sheet, report, table

typst = pytest.importorskip("typst", reason="pages need the extra `reports`")


def count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_read_as_markup(text):
    said = report(table(Row(cells=(text, 1_00), note=text), title=text, columns=(Column(text), Column(text, "money"))),
                  entity_name=text, title=text, notes=(text,), period=text)  # fmt: skip
    assert count(pages(said)) == 1
    given_to_it = content(said)
    assert given_to_it["entity"] == plain(text)
    assert given_to_it["tables"][0]["rows"][0]["cells"] == [breakable(plain(text)), "1.00"]


@settings(max_examples=5)
@given(text=st.text(max_size=60))
def test_any_text_is_set(text):
    assert pages(report(table(Row(cells=(text, 1))), entity_name=text))[:5] == b"%PDF-"


def test_what_is_printed_is_what_was_handed_over():
    """The template puts its one input into the page: read back, it is the very JSON."""
    said = report(balance_sheet())
    template = b"#metadata(json(bytes(sys.inputs.report))) <given>"
    asked = typst.query(template, "<given>", field="value", one=True,
                        sys_inputs={"report": json.dumps(content(said))})  # fmt: skip
    assert json.loads(asked) == content(said)


def test_figures_are_as_accountants_write_them():
    (sheet,) = content(report(balance_sheet()))["tables"]
    assert [row["cells"][1] for row in sheet["rows"]] == ["", "1,234,567.89", "(9.95)", "1,234,557.94"]
    assert [row["style"] for row in sheet["rows"]] == ["heading", "line", "line", "total"]
    money = Column("", "money")
    assert [shown(one, money, "JPY", 0) for one in (None, 0, -1234)] == ["", "–", "(1,234)"]
    assert [shown(one, Column("", "quantity"), "CAD", 3) for one in (1_500_000, -12_000_000, 0)] == [
        "1.500",
        "(12.000)",
        "–",
    ]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_long_tables_go_over_several_numbered_pages(paper):
    rows = tuple(Row(cells=(f"Item {number}", number)) for number in range(300))
    said = report(table(*rows), balance_sheet())
    made = pages(said, paper=paper)
    assert count(made) == len(pictures(said, paper=paper, ppi=10)) > 5
    box = {"letter": b"[0 0 612 792]", "a4": b"[0 0 595.2756 841.8898]"}[paper]
    assert box in made


def test_many_columns_lie_on_their_side():
    columns = (Column("Item"), *(Column(f"{days} days", "money") for days in range(9)))
    assert b"[0 0 792 612]" in pages(report(table(Row(cells=("TENT", *range(9))), columns=columns)))


def test_the_same_content_makes_the_same_file():
    assert pages(report(balance_sheet())) == pages(report(balance_sheet()))


def test_without_the_extra_it_is_said_which(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(Problem, match="extra_missing") as refused:
        pages(report(balance_sheet()))
    assert "`reports`" in refused.value.hint
