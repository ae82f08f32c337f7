"""The pages: they foot, link every figure, nest the chain, and hold no script of their own and no inline style."""

from dataclasses import fields as fields_of
from dataclasses import is_dataclass, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args, get_type_hints

import polars as pl
import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import resolve

from lowmark.core.kinds.problems import Problem
from lowmark.doors.presenting.rows import rows_of
from lowmark.doors.web import answers, asking, downloads, errors, fields, forms, navigation, tables
from lowmark.doors.web.pages import (
    explain,
    home,
    imports,
    record,
    reports,
    run,
    statements,
    stock,
    style,
    tie_out,
    verifying,
)
from lowmark.doors.web.templatetags import figures
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import File
from lowmark.services.operations import cost
from lowmark.services.operations import tie_out as tie_out_operation
from lowmark.services.stock.by_item import by_item as summed
from lowmark.services.stock.by_item import chosen
from tests.doors import samples

ME = ("MAPLE", "Maple & Co", ("preparer",))
EMPTY = {"meta", "link", "input", "br", "hr", "img"}


class Read(HTMLParser):
    """A page as it is read: whether it nests, what is in its cells, where it leads."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.links, self.cells, self.labels = [], [], [], [], []
        self.feed(html)
        assert not self.open
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        assert tag != "style"
        assert tag != "script" or told["src"].startswith("/static/")
        assert "style" not in told
        assert not any(name.startswith("on") for name in told)
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if tag == "a" else []
        self.labels += [told["for"]] if tag == "label" else []
        if tag == "th":
            assert told.get("scope") in ("col", "row", "rowgroup")
        if tag in ("td", "th"):
            self.cells.append("")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in EMPTY:
            assert self.open.pop() == tag, f"{tag} at {self.getpos()}"

    def handle_data(self, data):
        assert "script" not in self.open or not data.strip()
        if any(tag in self.open for tag in ("td", "th")):
            self.cells[-1] += data.strip()


def page(template, **context):
    html = render_to_string(f"web/{template}", {"entity": ME, "mine": [ME], "personas": ()} | context)
    assert '<html lang="en">' in html
    assert "</title>" in html
    return Read(html)


def test_a_run_foots_and_explains_every_figure():
    shown = samples.RUN
    read = page(
        "run.html",
        run=shown,
        groups=run.groups(shown.lines),
        others=run.others(shown),
        totals=run.sums([shown]),
        page_title="Run",
        steps=run.steps(shown),
        evidence=run.evidence(shown.lines),
        charge_minor=26_00,
        reversal_minor=2_50,
        may_decide=True,
        may_post=True,
        needs_password=True,
    )
    assert set(read.labels) <= set(read.ids)
    assert read.cells[-9:] == ["Run", "1,280.00", "", "", "", "1,228.00", "52.00", "28.50", "23.50"]
    leads = [link for link in read.links if "explain?" in link]
    assert len(leads) == 2 * 7
    assert "/MAPLE/explain?subject=run+2026-10-31%2F1+item+TENT-2+lot+L+1" in leads


def test_what_is_listed_and_what_is_not_is_the_run():
    listed = [group.sums for group in run.groups(samples.RUN.lines)]
    whole = [sum(column) for column in zip(*listed, run.others(samples.RUN), strict=True)]
    assert whole == list(run.sums([samples.RUN]))
    assert [group.title for group in run.groups(samples.RUN.lines)] == ["Write-downs", "Reversals"]


def test_statements_stand_side_by_side():
    shown = samples.STATEMENTS
    read = page("statements.html", shown=shown, parts=statements.parts(shown), page_title="", runs=samples.RUNS.lines)
    assert read.cells[read.cells.index("1390Allowance") :][:4] == ["1390Allowance", "(28.50)", "(23.50)", "(52.00)"]
    assert "/MAPLE/explain?subject=account+1390&as_of=2026-10-31&known_seq=1050" in read.links
    (sheet, _income, balance) = statements.parts(shown)
    assert (sheet.code, [row.heading for row in sheet.rows]) == ("balance_sheet", ["", ""])
    assert (balance.rows[-1].is_final, balance.period) == (True, "at 2026-10-31")


def test_what_an_earlier_date_is_restated_for_stands_over_the_statements():
    shown = replace(samples.STATEMENTS, compared_on=date(2025, 12, 31), is_restated=True, restated_for=("a material error", "x"),
                    not_restated_for=("change of formula CF-1",))  # fmt: skip
    said = render_to_string("web/statements.html", {"shown": shown, "parts": statements.parts(shown), "page_title": ""})
    assert "2025-12-31 restated for a material error, x" in said
    assert "2025-12-31 without change of formula CF-1, whose effects are known for whole fiscal years" in said


def test_a_chain_is_nested_by_its_depth():
    (top,) = nodes = explain.tree(samples.CHAIN.steps)
    assert [below.step.name for below in top.below] == ["R-1", "LIST-10/1"]
    assert [below.step.name for below in top.below[0].below] == ["R-1/1"]
    read = page("explain.html", subject="item TENT-2", page_title="", shown=samples.CHAIN, nodes=nodes, known_seq=0)
    assert "/MAPLE/explain?subject=move+R-1%2F1" in read.links


def test_a_problem_says_what_why_where_and_what_to_do():
    problem = Problem("stale", "the run is <old>", hint="prepare it again", where={"run": "2026-10-31/1"})
    html = render_to_string("web/problem.html", {"problem": problem, "where": problem.where.items()})
    Read(html)
    for words in ("The run is &lt;old&gt;", "stale", "Prepare it again.", "2026-10-31/1"):
        assert words in html


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (errors.not_found, 404),
        (errors.bad_request, 400),
        (errors.forbidden, 403),
        (errors.locked_out, 429),
        (errors.fault, 500),
    ],
)
def test_an_error_page_needs_no_database(answer, status):
    answered = answer(RequestFactory().get("/"))
    Read(answered.content.decode())
    assert answered.status_code == status


@pytest.mark.parametrize(
    ("address", "headers", "here"),
    [
        ("127.0.0.1", {}, True),
        ("127.8.8.8", {}, True),
        ("::1", {}, True),
        ("10.0.0.1", {}, False),
        ("", {}, False),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.1"}, False),
        ("127.0.0.1", {"Forwarded": "for=10.0.0.1"}, False),
    ],
)
def test_personas_are_for_this_machine_alone(address, headers, here):
    assert asking.is_here(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)) is here


@pytest.mark.parametrize(
    "path",
    ["/", "/style", "/doctor", "/MAPLE/runs", "/MAPLE/runs/2026-10-31/1", "/MAPLE/statements", "/MAPLE/explain",
     "/MAPLE/stock", "/MAPLE/figures", "/MAPLE/record", "/MAPLE/record/receive", "/MAPLE/reports", "/MAPLE/reports/tax", "/MAPLE/imports", "/MAPLE/tie-out",
     "/MAPLE/export-entries", "/MAPLE/verify"],
)  # fmt: skip
def test_a_page_is_for_people_who_are_signed_in(path):
    class Nobody:
        is_authenticated = False

    request = RequestFactory().get(path)
    request.user = Nobody()
    found = resolve(path)
    answered = found.func(request, **found.kwargs)
    assert (answered.status_code, answered["Location"].split("?")[0]) == (302, "/sign-in")
    assert "no-store" in answered["Cache-Control"]


@pytest.mark.parametrize("path", ["/MAPLE/decide/2026-10-31/1", "/MAPLE/post/2026-10-31/1", "/persona", "/theme"])
def test_nothing_changes_on_a_get(path):
    found = resolve(path)
    assert found.func(RequestFactory().get(path), **found.kwargs).status_code == 405


@pytest.mark.parametrize("text", ["31.10.2026", "2026-02-30", "", "x"])
def test_a_field_that_is_no_date_is_a_problem(text):
    with pytest.raises(Problem, match="2026-10-31"):
        fields.day(text, "as of")


def test_every_reason_and_state_has_its_look():
    assert figures.cause("price_decline") == "price"
    assert figures.cause("unheard_of") == "other"
    assert figures.mark("posted") == "ok"
    assert (figures.leaning(1), figures.leaning(-1), figures.leaning(0)) == ("loss", "gain", "")


THERE = (
    ("TENT-2", "L1", "", 2, 20_00, 5_00),
    ("TENT-2", "L2", "damaged", 1, 10_00, 5_00),
    ("=TYRE", "", "", 4, 40_00, 0),
)
"""Layers: item, lot, condition, quantity, cost, allowance."""

LAYERS = cost.Response(
    entity="MAPLE",
    as_of=samples.DAY,
    known_seq=9,
    currency="CAD",
    quantity_micro=7_000_000,
    value_minor=70_00,
    allowance_minor=10_00,
    layers_open=3,
    positions=3,
    layers=tuple(
        cost.Layer(
            item=item,
            lot=lot,
            condition=condition,
            document="GRN-1",
            received_on=samples.DAY,
            quantity_micro=quantity * 1_000_000,
            value_minor=value,
            allowance_minor=allowance,
        )
        for item, lot, condition, quantity, value, allowance in THERE
    ),
)


def by_item(asked, *, page=None):
    """Return what the service answers to a page of positions."""
    names = ("item_code", "lot_code", "condition", "quantity", "cost_minor", "held_minor")
    layers = pl.DataFrame(THERE, schema=names, orient="row").with_columns(
        received_on=pl.lit(samples.DAY), remaining_micro=pl.col("quantity") * 1_000_000
    )
    meant = stock.by_item(asked)
    found = chosen(summed(layers), words=meant["words"], order=meant["order"], per_page=200,
                   page=meant["page"] if page is None else page)  # fmt: skip
    rows = found.rows.drop("net_minor").iter_rows(named=True)
    sums = cost.Found(items=found.found, whole=found.whole, layers=found.layers, quantity_micro=found.quantity_micro,
                      value_minor=found.value_minor, allowance_minor=found.allowance_minor)  # fmt: skip
    return replace(LAYERS, layers=(), items=tuple(cost.OfItem(**row) for row in rows), found=sums)


def stock_table(asked):
    return stock.positions_table(asked, by_item(asked))


def test_the_positions_of_the_stock_foot_and_the_allowance_is_a_deduction():
    shown = stock.whole_figures(LAYERS)
    read = page("stock.html", shown=LAYERS, table=stock_table({}), page_title="Stock", noun="items", **shown)
    assert read.cells[-7:-4] == ["70.00", "(10.00)", "60.00"]
    assert "/MAPLE/explain?subject=item+TENT-2&as_of=2026-10-31&known_seq=9" in read.links
    assert (shown["share"], shown["net_minor"]) == ("14.2 %", 60_00)
    layers = [stock.Layer(one) for one in LAYERS.layers]
    laid = tables.table({}, layers, columns=stock.layer_columns(LAYERS), caption="Layers", currency="CAD")
    assert [cell.value for cell in laid.totals[-3:]] == [70_00, -10_00, 60_00]


def test_an_empty_stock_is_said_to_be_empty():
    nothing = cost.Response(
        entity="MAPLE", as_of=samples.DAY, known_seq=0, currency="CAD", quantity_micro=0, value_minor=0,
        allowance_minor=0, layers_open=0, positions=0, layers=(),
    )  # fmt: skip
    laid = tables.table({"q": "x"}, (), columns=stock.position_columns(nothing), caption="Positions")
    html = render_to_string("web/stock.html", {"shown": nothing, "table": laid} | stock.whole_figures(nothing))
    assert "No stock at this date." in html


@pytest.mark.parametrize(
    ("asked", "items"),
    [
        ({}, ["=TYRE", "TENT-2"]),
        ({"sort": "item"}, ["=TYRE", "TENT-2"]),
        ({"sort": "-item"}, ["TENT-2", "=TYRE"]),
        ({"sort": "value_minor"}, ["TENT-2", "=TYRE"]),
        ({"sort": "-value_minor"}, ["=TYRE", "TENT-2"]),
        ({"sort": "nonsense", "page": "99"}, ["=TYRE", "TENT-2"]),
        ({"sort": "allowance_minor"}, ["TENT-2", "=TYRE"]),
        ({"sort": "-allowance_minor"}, ["=TYRE", "TENT-2"]),
        ({"q": "DAMAGED"}, ["TENT-2"]),
        ({"q": "2026-10"}, ["=TYRE", "TENT-2"]),
        ({"q": "nowhere"}, []),
    ],
)
def test_a_table_is_sorted_and_filtered_as_its_address_says(asked, items):
    laid = stock_table(asked)
    assert [row[0].value for row in laid.rows] == items
    assert laid.totals[4].value == sum(row[4].value for row in laid.rows)


def test_a_long_table_is_cut_to_pages_and_its_total_is_of_all():
    rows = [stock.Position(item=f"{number:04}", value_minor=1) for number in range(tables.PER_PAGE + 5)]
    columns = stock.position_columns(LAYERS)
    laid = tables.table({"page": "2", "sort": "item"}, rows, columns=columns, caption="Positions")
    assert (len(laid.rows), laid.pages, laid.totals[2].value) == (5, 2, tables.PER_PAGE + 5)
    assert (laid.earlier, laid.later) == ("?sort=item&page=1", "")


def test_what_nobody_knows_comes_last_whichever_way_a_table_is_sorted():
    rows = [stock.Position(item="A"), stock.Position(item="B", oldest_on=samples.DAY)]
    columns = stock.position_columns(LAYERS)
    for sort in ("oldest_on", "-oldest_on"):
        assert [row.item for row in tables.arranged({"sort": sort}, rows, columns=columns)] == ["B", "A"]


def test_a_file_holds_plain_figures_and_no_formula():
    answered = downloads.csv_file(
        stock.positions(by_item({"sort": "-item"}, page=0)),
        columns=stock.position_columns(LAYERS),
        currency="CAD",
        name='a"/b.csv',
    )
    lines = answered.content.decode().splitlines()
    assert lines[0] == "item,quantity,value_CAD,allowance_CAD,net_CAD,set_apart,oldest_on,lots,layers"
    assert lines[1] == "TENT-2,3,30.00,-10.00,20.00,damaged,2026-10-31,2,2"
    assert lines[2].startswith("'=TYRE,")
    assert answered["Content-Disposition"] == 'attachment; filename="a-b.csv"'


@pytest.mark.parametrize("name", record.OFFERED)
def test_every_field_of_a_command_is_a_field_of_its_form(name):
    shown = forms.form(BY_NAME[name], {})
    forms.read(shown, BY_NAME[name])
    assert {one.name for one in shown if one.fault} == {one.name for one in shown if one.is_required}
    read = page("record_one.html", fields=shown, operation=BY_NAME[name], title=record.title(name), request_key="k")
    assert set(read.labels) - {"later"} == {f"f-{one.name}" for one in shown}


def said_by(kind):
    """Return an instance of a dataclass in which everything is said."""
    plain = {str: "a <b>word</b>", int: 1_234_500, bool: True, date: samples.DAY}
    said = {name: _said(hint, plain) for name, hint in get_type_hints(kind).items()}
    return kind(**said | ({"currency": "CAD"} if "currency" in said else {}))


def _said(hint, plain):
    if hint in plain:
        return plain[hint]
    if is_dataclass(hint):
        return said_by(hint)
    (first, *rest) = get_args(hint)
    return (_said(first, plain),) if rest == [Ellipsis] else _said(first, plain)


@pytest.mark.parametrize("name", reports.OFFERED)
def test_every_figure_of_an_answer_is_on_its_page(name):
    response = said_by(BY_NAME[name].response)
    answer = answers.laid_out(response, {"as_of": "2026-10-31", "sent": "1"})
    shown = forms.form(BY_NAME[name], {})
    read = page("report.html", fields=shown, operation=BY_NAME[name], title=reports.title(name), answer=answer)
    names = {one.name for one in fields_of(response)}
    rows = set(rows_of(response))
    assert len(answer.facts) + len(rows) == len(names - {"entity", "currency"})
    assert {table.name for table in answer.tables} == rows
    assert len(read.cells) >= sum(len(row) for table in answer.tables for row in table.rows)
    assert set(read.labels) >= {f"f-{one.name}" for one in shown}


def test_a_report_that_is_asked_wrongly_says_so_beside_the_field():
    shown = forms.form(BY_NAME["roll-forward"], {"first_on": "1 January", "sent": "1"})
    forms.read(shown, BY_NAME["roll-forward"])
    faulty = [one for one in shown if one.fault]
    assert {one.name for one in faulty} == {"first_on", "last_on"}
    page("report.html", fields=shown, faulty=faulty, operation=BY_NAME["roll-forward"], title="Roll forward")


def test_a_form_reads_each_kind_of_field():
    grant = BY_NAME["grant"]
    said = {"user": "ben", "role": "approver", "sent": "1"}
    assert forms.read(forms.form(grant, said), grant) == {"user": "ben", "role": "approver", "granted": False}
    assert forms.read(forms.form(grant, {}), grant)["granted"] is True
    statements_form = forms.form(BY_NAME["statements"], {"as_of": "2026-10-31", "known_seq": "1e5"})
    assert forms.read(statements_form, BY_NAME["statements"])["as_of"] == samples.DAY
    assert [(one.name, one.fault) for one in statements_form if one.fault] == [("known_seq", "is not a whole number")]
    shown = forms.form(BY_NAME["issue"], {"target": "nowhere", "item": "x" * 10_001})
    forms.read(shown, BY_NAME["issue"])
    assert {"target", "item"} <= {one.name for one in shown if one.fault}


def test_whatever_is_offered_is_a_command_and_leads_where_a_role_may_go():
    assert all(BY_NAME[name].kind == "query" for name in reports.OFFERED)
    assert all(BY_NAME[name].kind == "command" and not BY_NAME[name].step_up for name in record.OFFERED)
    assert not any(File in forms.get_type_hints(BY_NAME[name].request).values() for name in record.OFFERED)
    assert [place.title for place in navigation.places("MAPLE", ("auditor",))][-3:] == ["Verify", "Jobs", "Settings"]
    mine = (("MAPLE", "Maple", ("auditor",)), ("OTHER", "Other", ("warehouse",)), ("NONE", "None", ()))
    addresses = [address for _code, _name, address in navigation.elsewhere("runs", mine)]
    assert addresses == ["/MAPLE/runs", "/OTHER/stock", "/"]


def test_faults_of_a_file_stand_in_a_table_and_in_a_file():
    done = samples.REFUSED_IMPORT
    kept = downloads.within_the_page(tables.as_csv(done.problems, columns=imports.FAULT_COLUMNS))
    read = page("imports.html", done=done, problems=done.problems, tables=("items",), file=kept)
    assert read.cells[-6:-4] == ["3", "quantity"]
    assert kept in read.links
    assert "\x1b" not in "".join(read.links)


@pytest.mark.parametrize(("state", "done"), [("proposed", 2), ("approved", 3), ("posted", 4), ("stale", 3)])
def test_a_run_is_somewhere_in_its_life(state, done):
    steps = run.steps(replace(samples.RUN, state=state, decided_by="ben"))
    assert sum(step.is_done for step in steps) == done
    assert [step.name for step in steps if step.is_current] == [state]


def test_a_run_waits_for_one_person_at_a_time():
    (one,) = samples.RUNS.lines
    assert home.task(one, ("approver",), "ben") == "Decide on"
    assert home.task(one, ("approver", "preparer"), one.prepared_by) == ""


def test_the_switch_of_light_and_dark_leads_back_and_nowhere_else():
    def switched(theme, back):
        return style.theme(RequestFactory().post("/theme", {"theme": theme, "next": back}))

    assert switched("dark", "/MAPLE/runs?sort=run")["Location"] == "/MAPLE/runs?sort=run"
    assert switched("dark", "//elsewhere.example/")["Location"] == "/"
    assert switched("dark", "/").cookies["theme"].value == "dark"
    assert switched("blue", "/").cookies["theme"].value == ""


def test_a_bar_is_as_long_as_its_parts_and_says_them():
    assert figures.bar([], "nothing").count("<rect") == 1
    drawn = figures.bar([("a", 1, "kept"), ("b", 2, "held")], "<a>")
    assert 'x="33.33" y="0" width="66.67"' in drawn
    assert "&lt;a&gt;" in drawn


TEMPLATES = Path(asking.__file__).parent / "templates"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_every_template_is_whole(path):
    """A filter that was not loaded, or a tag that was not closed, is found when a page is read, not when it is asked for."""
    get_template(str(path.relative_to(TEMPLATES)))


def test_what_was_verified_is_shown_with_the_faults_first():
    told = verifying.checks((replace(samples.FAULTY.checks[0], name="whole", faults=()), *samples.FAULTY.checks))
    read = page("verify.html", shown=samples.FAULTY, checks=told)
    assert read.cells[4:8] == ["entries balance", "debits are credits1 faultentry 5", "12,345", "1"]
    assert read.cells[-1] == "0"


def test_a_tie_out_shows_both_ledgers_and_their_difference():
    line = tie_out_operation.Line(
        account="1290", name="Allowance", ours_minor=-20_00, theirs_minor=-15_00, difference_minor=-5_00
    )
    shown = tie_out_operation.Response(
        entity="MAPLE", book="ifrs", mode="subledger", as_of=samples.DAY, known_seq=9, currency="CAD",
        trial_balance="TB-10", trial_balance_on=samples.DAY, includes_seq=8, difference_minor=5_00, lines=(line,),
    )  # fmt: skip
    laid = tables.table({}, shown.lines, columns=tie_out.columns(shown), caption="Accounts", currency="CAD")
    read = page("tie_out.html", shown=shown, table=laid)
    assert read.cells[-3:] == ["(20.00)", "(15.00)", "(5.00)"]
    assert "/MAPLE/explain?subject=account+1290&as_of=2026-10-31&known_seq=9" in read.links


def test_home_says_what_waits_and_where():
    (run_line,) = samples.RUNS.lines
    mine = home.Mine(
        code="MAPLE", name="Maple <b>", roles=("approver",), runs=(run_line,), sees_stock=True, address="/x"
    )
    waiting = home.Waiting(code="MAPLE", name="Maple <b>", what="Decide on", run=run_line)
    read = page("home.html", entities=[mine], waiting=[waiting])
    assert read.cells[5] == "Decide on 2026-10-31/1"
    assert read.links.count("/MAPLE/runs/2026-10-31/1") == 4
    page("home.html", entities=[], waiting=[])
    Read(render_to_string("web/_figures.html", {"shown": LAYERS, "code": "MAPLE"} | stock.whole_figures(LAYERS)))
