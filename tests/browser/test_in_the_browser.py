"""In real Chromium: a run goes from its preparer to the ledger, and no page has a serious fault that axe can find."""

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser import browsing
from tests.browser.a_company import CHANGE, DAY, JOURNAL, serving, walk_a_run, window

if TYPE_CHECKING:
    from playwright.sync_api import Route

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DARK_AND_NARROW = (
    "home", "stock", "run", "formula-change", "formula-changes", "journal", "statements", "record-receive", "style",
)  # fmt: skip
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def served():
    with serving("sqlite") as opened:
        yield opened


@pytest.fixture
def page(served):
    with window(served) as opened:
        yield opened


def test_a_run_goes_from_its_preparer_to_the_ledger(served, page):
    walk_a_run(served, page)


def test_a_receipt_is_recorded_once_and_faults_stand_beside_their_fields(served, page):
    browsing.become(page, served.address, "ada")
    page.goto(f"{served.address}/MAPLE/record/receive?item=TYRE")
    page.get_by_label("Document", exact=True).fill("GRN-77")
    page.locator("form.fields").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Receive").click()
    assert page.locator("#f-quantity[aria-invalid=true]").count() == 1
    assert page.get_by_role("alert").get_by_role("listitem").count() == 3
    assert page.locator("#f-document").input_value() == "GRN-77"
    for field, value in (("location", "Main"), ("quantity", "2"), ("value", "30.00"), ("received_on", "2026-11-02")):
        page.locator(f"#f-{field}").fill(value)
    page.get_by_role("button", name="Receive").click()
    assert "value 30.00 CAD" in page.get_by_role("status").inner_text()
    page.goto(f"{served.address}/MAPLE/stock?as_of=2026-11-30&item=TYRE")
    assert page.locator("tbody tr").count() == 2


def test_a_file_is_refused_with_its_faults_and_taken_once_it_is_mended(served, page):
    browsing.become(page, served.address, "ada")
    for text, words in (
        ("item,name,item_class\nROPE,Rope,nonsense\n,Nameless,merchandise\n", "Nothing was taken in"),
        ("item,name,item_class\nROPE,Rope,merchandise\n", "All 1 rows are in"),
        ("item,name,item_class\nROPE,Rope,merchandise\n", "was in already"),
    ):
        page.goto(f"{served.address}/MAPLE/imports")
        page.locator("#table").select_option("items")
        page.locator("#file").set_input_files({"name": "items.csv", "mimeType": "text/csv", "buffer": text.encode()})
        page.get_by_role("button", name="Import").click()
        assert words in page.locator("main").inner_text()
        if "nonsense" in text:
            assert page.get_by_role("region", name="Faults").get_by_role("row").count() == 3
            with page.expect_download() as kept:
                page.get_by_role("link", name="faults as CSV").click()
            assert len(kept.value.path().read_text().splitlines()) == 3


def test_a_file_is_previewed_and_one_click_takes_the_same_bytes_in(served, page):
    browsing.become(page, served.address, "ada")
    rows = "document,line,item,from_location,to_location,reason,quantity,value,effective_on\n"
    rows += "GRN-80,1,TENT-2,vendor,Main,receipt,2,14.00,2026-11-02\nSO-80,1,TENT-2,Main,customer,sale,1,,2026-11-03\n"
    page.goto(f"{served.address}/MAPLE/imports")
    page.locator("#table").select_option("stock_moves")
    page.locator("#file").set_input_files({"name": "moves.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.get_by_role("button", name="Preview").click()
    assert "Nothing is written yet" in page.get_by_role("status").inner_text()
    assert page.get_by_role("region", name="Goods by class of items").first.get_by_role("row").count() == 3
    hashed = page.locator("code.hash").inner_text()
    page.get_by_role("button", name="Import these 2 rows").click()
    assert "All 2 rows are in" in page.get_by_role("status").inner_text()
    assert page.locator(f"code[title='{hashed}']").count() == 1
    page.goto(f"{served.address}/MAPLE/explain?subject=move+GRN-80/1")
    assert "14.00" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("path", "button", "first", "bad"),
    [
        ("record/receive", "Receive", "document", {"item": "TYRE", "quantity": "-1", "received_on": "2.11.2026"}),
        ("record/write-off", "Write off", "as_of", {"item": "TYRE", "as_of": "2026-02-30", "because": "flood"}),
        ("reports/ageing", "Show", "as_of", {"as_of": "31.10.2026", "item": "TYRE"}),
        ("trace", "Trace", "lot", {"item": "TYRE"}),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed_and_its_first_fault_has_the_focus(
    served, page, path, button, first, bad
):
    browsing.become(page, served.address, "ada")
    page.goto(f"{served.address}/MAPLE/{path}")
    form = page.locator("form.fields")
    form.evaluate("form => { form.noValidate = true; form.closest('details')?.setAttribute('open', '') }")
    for field, value in bad.items():
        page.locator(f"#f-{field}").fill(value)
    form.get_by_role("button", name=button, exact=True).click()
    page.locator(f"#f-{first}:focus").wait_for()
    assert page.locator(f"#f-{first}[aria-invalid=true]").count() == 1
    assert page.locator(f"#m-{first} .refusal").count() == 1
    assert {field: page.locator(f"#f-{field}").input_value() for field in bad} == bad


def test_entries_are_handed_out_and_the_books_recompute(served, page):
    browsing.become(page, served.address, "root")
    page.goto(f"{served.address}/MAPLE/export-entries")
    page.get_by_label("Up to").fill(str(DAY))
    files = []
    for _ in range(2):
        with page.expect_download() as kept:
            page.get_by_role("button", name="Hand out the file").click()
        files.append(kept.value.path().read_text())
    assert files[0] == files[1]
    assert ",1290," in files[0]
    page.goto(f"{served.address}/MAPLE/verify")
    page.get_by_role("button", name="Verify The MAPLE now").click()
    assert "No check found a fault" in page.locator(".verdict").inner_text()


def test_a_table_filters_as_one_types_and_sorts_by_its_header(served, page):
    """The order is asked for, and its answer still on the way, when a filter is typed: both hold."""
    from playwright.sync_api import expect

    browsing.become(page, served.address, "ada")
    page.goto(f"{served.address}/MAPLE/stock?as_of={DAY}")
    held: list[Route] = []
    page.route(re.compile("sort="), lambda one: held.append(one), times=1)  # noqa: PLW0108 -- a builtin is not taken
    with page.expect_request(re.compile("sort=")):
        page.get_by_role("link", name="Cost").click()
    page.get_by_label("Filter", exact=True).fill("tyre")
    held[0].continue_()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("1 of 2 items")
    expect(page).to_have_url(re.compile("q=tyre"))
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["sort"] == ["-value_minor"] and asked["as_of"] == [str(DAY)]
    file = parse_qs(urlsplit(page.get_by_role("link", name="CSV").get_attribute("href")).query)
    assert file == asked | {"format": ["csv"]}


def test_a_view_of_a_table_is_kept_under_a_name_and_comes_back_as_of_the_day_asked_for(served, page):
    from playwright.sync_api import expect

    browsing.become(page, served.address, "ada")
    page.goto(f"{served.address}/MAPLE/stock?as_of=2026-09-30&q=tyre&sort=-value_minor")
    page.get_by_text("Views", exact=True).click()
    page.get_by_label("Name of this view").fill("Tyres by cost")
    page.get_by_role("button", name="Keep").click()
    page.goto(f"{served.address}/MAPLE/stock?as_of={DAY}")
    page.get_by_text("Views", exact=True).click()
    page.get_by_role("link", name="Tyres by cost").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert parse_qs(urlsplit(page.url).query) == {"q": ["tyre"], "sort": ["-value_minor"], "as_of": [str(DAY)]}
    page.get_by_text("Views", exact=True).click()
    page.get_by_role("button", name="Forget Tyres by cost").click()
    expect(page.get_by_role("link", name="Tyres by cost")).to_have_count(0)


CAMERA = """
const sheet = document.createElement("canvas");
sheet.getContext("2d").fillRect(0, 0, 9, 9);
navigator.mediaDevices.getUserMedia = async () => sheet.captureStream(5);
window.shown = [];
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["data_matrix", "ean_13"]; }
  async detect() { return window.shown.map((rawValue) => ({ rawValue })); }
};
"""
"""A camera and a reader of codes that this browser does not have: it sees what a test shows it."""


def test_the_camera_scans_where_the_browser_reads_codes_and_is_not_there_elsewhere(served, page):
    from playwright.sync_api import expect

    browsing.become(page, served.address, "ada")
    page.goto(f"{served.address}/MAPLE/count")
    button = page.get_by_role("button", name="Use the camera")
    expect(button).to_have_count(0)
    page.add_init_script(CAMERA)
    page.goto(f"{served.address}/MAPLE/count")
    page.get_by_label("Count sheet").fill("CS-1")
    for shown, words in (("Main", "CS-1 at Main"), ("TENT-2", "The TENT-2")):
        button.click()
        page.evaluate("code => { window.shown = [code] }", shown)
        expect(page.locator("#counting")).to_contain_text(words)
        expect(page.locator(".camera")).to_have_count(0)
        page.evaluate("window.shown = []")
    expect(button).to_have_count(1)
    page.goto(f"{served.address}/MAPLE/reports/scan")
    button.click()
    page.evaluate("window.shown = ['\\u001d0109501101530003']")
    expect(page).to_have_url(re.compile("code=%5Dd20109501101530003"))
    expect(button).to_be_visible()


def test_axe_finds_no_serious_fault_on_any_page(served, page):
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import expect

    axe, found = Axe(), {}

    def look(name):
        expect(page.locator("[hx-trigger=load].htmx-request")).to_have_count(0)
        result = axe.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        faults = [one for one in result.response["violations"] if one["impact"] in SERIOUS]
        if faults:
            found[name] = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in faults]

    page.goto(f"{served.address}/sign-in")
    look("sign-in")
    pages = browsing.places("MAPLE", run=served.run, item="TENT-2", account="1290", as_of=str(DAY), change=CHANGE,
                            journal=JOURNAL)  # fmt: skip
    browsing.become(page, served.address, "ada")
    for name in set(pages) - {"verify", "export-entries", "audit"}:
        answered = page.goto(served.address + pages[name])
        assert (name, answered.status) == (name, 404 if name == "not-found" else 200)
        look(name)
    page.goto(f"{served.address}/MAPLE/record/receive")
    page.locator("form.fields").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Receive").click()
    look("a form that was refused")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 780})
    for name in DARK_AND_NARROW:
        page.goto(served.address + pages[name])
        look(f"{name}, dark and narrow")
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name
    browsing.become(page, served.address, "root")
    for name in ("verify", "export-entries", "audit"):
        assert page.goto(served.address + pages[name]).status == 200, name
        look(name)
    assert not found
