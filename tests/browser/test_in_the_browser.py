"""In real Chromium: a run goes from its preparer to the ledger, and no page has a serious fault that axe can find."""

import re
from dataclasses import dataclass
from datetime import date

import pytest

from lowmark.services import people
from tests import company
from tests.browser import browsing
from tests.fresh_store import fresh_store

DAY = date(2026, 10, 31)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DARK_AND_NARROW = ("home", "stock", "run", "statements", "record-receive", "style")
SERIOUS = ("serious", "critical")


@dataclass
class Served:
    """A company of two that is served, and a browser that looks at it."""

    address: str
    browser: object
    run: str


@pytest.fixture(scope="module")
def served():
    """Twenty tents at 7.00 that now fetch 6.00; last month's run is posted already."""
    browsing.require_browser()
    with fresh_store("sqlite") as store:
        run = goods()
        with (
            browsing.served(store.environment | {"LOWMARK_DEMO": "1"}, store.folder) as address,
            browsing.browser() as opened,
        ):
            yield Served(address, opened, run)


def goods() -> str:
    """Make the company and its goods, its people personas of a demo; return the run that is posted."""
    for name in ("ada", "ben", "root"):
        people.ensure_user(name, is_persona=True)
    maple = company.found("MAPLE")
    maple.items("TENT-2", "TYRE")
    maple.moves(
        ("GRN-1", 1, "TENT-2", "vendor", "Main", "receipt", 20, "140.00", "2026-01-05"),
        ("GRN-1", 2, "TYRE", "vendor", "Main", "receipt", 4, "80.00", "2026-01-05"),
    )
    maple.prices(("LIST-9", 1, "TYRE", "price_list", "15.00", "2026-09-01"))
    maple.write_down(date(2026, 9, 30))
    maple.prices(("LIST-10", 1, "TENT-2", "price_list", "6.00", "2026-10-01"), name="october.csv")
    return "2026-09-30/1"


@pytest.fixture
def page(served):
    """A window of one's own, that asks nobody but our server and breaks no policy."""
    context = served.browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    faults = []
    opened.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "request", lambda sent: None if sent.url.startswith((served.address, "data:")) else faults.append(sent.url)
    )
    yield opened
    context.close()
    assert not faults


def amount(page, row: str) -> str:
    """Return the first figure of the row of a statement that begins with these words."""
    return page.get_by_role("row", name=row).first.locator("td").first.inner_text()


def test_a_run_goes_from_its_preparer_to_the_ledger(served, page):
    statements = f"{served.address}/MAPLE/statements?as_of={DAY}"
    browsing.become(page, served.address, "ada")
    page.goto(statements)
    before = amount(page, "Inventories")

    page.goto(f"{served.address}/MAPLE/runs")
    page.get_by_label("Date tested").fill(str(DAY))
    page.get_by_role("button", name="Test and propose").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Run 2026-10-31/1"
    assert "20.00" in page.get_by_role("row", name="The TENT-2").inner_text()
    assert page.get_by_text("somebody else decides on it").count() == 0
    assert page.get_by_role("button", name="Approve").count() == 0
    page.goto(statements)
    assert amount(page, "Inventories") == before

    browsing.become(page, served.address, "ben")
    page.get_by_role("link", name="Decide on 2026-10-31/1").click()
    page.get_by_label("Comment").fill("seen, with the October list")
    page.get_by_role("button", name="Approve").click()
    assert "approved" in page.get_by_role("status").inner_text()
    assert page.locator(".stepper [aria-current=step]").inner_text().startswith("Approved")
    page.get_by_role("button", name="Post to the ledger").click()
    assert page.locator(".stepper [aria-current=step]").inner_text().startswith("Posted")

    page.goto(statements)
    assert (before, amount(page, "Inventories")) == ("200.00", "180.00")


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
        assert words in page.get_by_role("region", name="Result").or_(page.locator("[aria-label=Result]")).inner_text()
        if "nonsense" in text:
            assert page.get_by_role("region", name="Faults").get_by_role("row").count() == 3
            with page.expect_download() as kept:
                page.get_by_role("link", name="faults as CSV").click()
            assert len(kept.value.path().read_text().splitlines()) == 3


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
    assert "1310" in files[0]
    page.goto(f"{served.address}/MAPLE/verify")
    page.get_by_role("button", name="Verify The MAPLE now").click()
    assert "No check found a fault" in page.locator(".verdict").inner_text()


def test_a_table_filters_as_one_types_and_sorts_by_its_header(served, page):
    from playwright.sync_api import expect

    browsing.become(page, served.address, "ada")
    page.goto(f"{served.address}/MAPLE/stock?as_of={DAY}")
    page.get_by_role("link", name="Cost").click()
    expect(page.locator("tbody th").first).to_have_text("TENT-2")
    page.get_by_label("Filter", exact=True).fill("tyre")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("1 of 2 items")
    expect(page).to_have_url(re.compile("q=tyre"))
    assert "sort=-value_minor" in page.url


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
    pages = browsing.places("MAPLE", run=served.run, item="TENT-2", account="1310", as_of=str(DAY))
    browsing.become(page, served.address, "ada")
    for name in set(pages) - {"verify", "export-entries"}:
        page.goto(served.address + pages[name])
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
    for name in ("verify", "export-entries"):
        page.goto(served.address + pages[name])
        look(name)
    assert not found
