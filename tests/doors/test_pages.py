"""The pages: they foot, link every figure, nest the chain, and hold no script and no inline style."""

from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve

from lowmark.core.kinds.problems import Problem
from lowmark.doors.web import asking, errors, fields
from lowmark.doors.web.pages import explain, run, statements
from lowmark.doors.web.templatetags import figures
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
        assert tag not in ("script", "style")
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
        may_decide=True,
        may_post=True,
        needs_password=True,
    )
    assert set(read.labels) <= set(read.ids)
    assert read.cells[-9:-1] == ["Run", "1,280.00", "", "1,228.00", "", "52.00", "28.50", "23.50"]
    leads = [link for link in read.links if "explain?" in link]
    assert len(leads) == 2 * 8
    assert "/MAPLE/explain?subject=run+2026-10-31%2F1+item+TENT-2+lot+L+1" in leads


def test_what_is_listed_and_what_is_not_is_the_run():
    listed = [group.sums for group in run.groups(samples.RUN.lines)]
    whole = [sum(column) for column in zip(*listed, run.others(samples.RUN), strict=True)]
    assert whole == list(run.sums([samples.RUN]))
    assert [group.title for group in run.groups(samples.RUN.lines)] == ["Write-downs", "Reversals"]


def test_statements_stand_side_by_side():
    shown = samples.STATEMENTS
    read = page("statements.html", shown=shown, parts=statements.parts(shown.lines), runs=samples.RUNS.lines)
    assert read.cells[read.cells.index("1390Allowance") :][:4] == ["1390Allowance", "(28.50)", "(23.50)", "(52.00)"]
    assert "/MAPLE/explain?subject=account+1390&as_of=2026-10-31&known_seq=1050" in read.links
    assert statements.parts(shown.lines)[0][0] == "balance_sheet"


def test_a_chain_is_nested_by_its_depth():
    (top,) = nodes = explain.tree(samples.CHAIN.steps)
    assert [below.step.name for below in top.below] == ["R-1", "LIST-10/1"]
    assert [below.step.name for below in top.below[0].below] == ["R-1/1"]
    page("explain.html", subject="item TENT-2", shown=samples.CHAIN, nodes=nodes)


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
    "path", ["/", "/MAPLE/runs", "/MAPLE/runs/2026-10-31/1", "/MAPLE/statements", "/MAPLE/explain"]
)
def test_a_page_is_for_people_who_are_signed_in(path):
    class Nobody:
        is_authenticated = False

    request = RequestFactory().get(path)
    request.user = Nobody()
    found = resolve(path)
    answered = found.func(request, **found.kwargs)
    assert (answered.status_code, answered["Location"].split("?")[0]) == (302, "/sign-in")
    assert "no-store" in answered["Cache-Control"]


@pytest.mark.parametrize("path", ["/MAPLE/decide/2026-10-31/1", "/MAPLE/post/2026-10-31/1", "/persona"])
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
