"""Pictures of every page of the demo, wide and narrow, light and dark, to be looked at: `make screenshots`.

Usage: python -m tests.browser.screenshots [FOLDER [ADDRESS]]; without an address a demo is made and served.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.browser.a_company import CHANGE, JOURNAL
from tests.browser.browsing import THEMES, WIDTHS, become, browser, chromium, places, served

ENTITY = "MAPLE"
WRITTEN_OFF_ON = "2026-11-15"
HEIGHTS = {1440: 900, 360: 780}


@contextmanager
def a_demo():
    """Make the sample company in a folder of its own and serve it."""
    with tempfile.TemporaryDirectory(prefix="lowmark-screenshots-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "LOWMARK_DATABASE_URL"}
        made = subprocess.run(
            [sys.executable, "-m", "lowmark.doors.cli.main", "demo", "--no-serve"],
            cwd=folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            print(made.stdout[-2000:], made.stderr[-2000:], file=sys.stderr)
        with served(environment, Path(folder)) as address:
            yield address


def main(folder: str = "var/screenshots", address: str = "") -> None:
    """Take the pictures."""
    if not chromium():
        sys.exit("no Chromium on this machine; `make browser` installs one where it may")
    if address:
        take(Path(folder), address)
        return
    with a_demo() as there:
        take(Path(folder), there)


def take(folder: Path, address: str) -> None:
    """Walk the pages as each persona sees them, and say where a page is wider than its window."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as opened:
        waiting = propose(opened.new_page(), address)
        for width in WIDTHS:
            for theme in THEMES:
                context = opened.new_context(viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=theme)
                walk(context.new_page(), address, folder, f"{width}-{theme}", waiting)
                context.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


def walk(page, address: str, folder: Path, mark: str, waiting: str) -> None:
    """Take one size and one theme."""

    def keep(name: str) -> None:
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        print(f"{name}-{mark}{': wider than its window' if wide else ''}")
        page.screenshot(path=folder / f"{name}-{mark}.png", full_page=True)

    page.goto(f"{address}/sign-in")
    keep("sign-in")
    become(page, address, "ada")
    page.goto(f"{address}/{ENTITY}/runs")
    first = page.locator("table tbody tr").first
    run, as_of = (first.locator("th, td").nth(number).inner_text() for number in (0, 1))
    page.goto(f"{address}/{ENTITY}/stock?as_of={as_of}&sort=-allowance_minor")
    item = page.locator("tbody th").first.inner_text()
    page.goto(f"{address}/{ENTITY}/statements?as_of={as_of}")
    account = page.locator("#trial_balance ~ * .quiet, section[aria-labelledby=trial_balance] th .quiet").first
    for name, path in places(ENTITY, run=run, item=item, account=account.inner_text(), as_of=as_of,
                             change=CHANGE, journal=JOURNAL).items():  # fmt: skip
        if name in ("verify", "export-entries", "audit"):
            continue
        page.goto(address + path)
        keep(name)
    refuse(page, address)
    keep("record-refused")
    bad_file(page, address)
    keep("imports-refused")
    good_file(page, address)
    keep("imports-previewed")
    become(page, address, "ben")
    keep("home-approver")
    page.goto(waiting)
    keep("run-to-decide")
    page.goto(page.get_by_role("link", name="Statements, pro forma").evaluate("link => link.href"))
    keep("statements-pro-forma")
    become(page, address, "root")
    for name in ("export-entries", "verify?now=1", "audit"):
        page.goto(f"{address}/{ENTITY}/{name}")
        keep(name.split("?")[0])


def propose(page, address: str) -> str:
    """Propose a write-off of the largest position and draft what is drafted, so that something waits; return the run's address."""
    become(page, address, "root")
    record(page, address, "open-periods", periods="12")
    become(page, address, "ada")
    record(page, address, "draft-formula-change", document=CHANGE, method="moving_average", begins_on="2026-11-01",
           because="The average is reliable, and more relevant for goods that are interchangeable")  # fmt: skip
    record(page, address, "draft-journal", document=JOURNAL, on="2026-10-31", lines="6000 150.00; 2200 -150.00",
           because="Rent of October")  # fmt: skip
    page.goto(f"{address}/{ENTITY}/stock?as_of={WRITTEN_OFF_ON}&sort=-value_minor")
    item = page.locator("tbody th").nth(2).inner_text()
    page.goto(f"{address}/{ENTITY}/record/write-off?item={item}&as_of={WRITTEN_OFF_ON}&reason=damaged")
    page.get_by_label("Because").fill("Roof leak in hall 3 on 12 November")
    page.get_by_role("button", name="Write off").click()
    return page.url


def record(page, address: str, operation: str, **said: str) -> None:
    """Give a command by its form."""
    page.goto(f"{address}/{ENTITY}/record/{operation}")
    for name, value in said.items():
        field = page.locator(f"#f-{name}")
        (field.select_option if field.evaluate("field => field.tagName") == "SELECT" else field.fill)(value)
    page.locator("form.fields button.primary").click()
    page.wait_for_load_state("networkidle")


def refuse(page, address: str) -> None:
    """Send a form that cannot be carried out."""
    page.goto(f"{address}/{ENTITY}/record/receive")
    page.locator("form.fields").evaluate("form => { form.noValidate = true }")
    page.locator("#f-item").fill("NO-SUCH-ITEM")
    page.get_by_role("button", name="Receive").click()


def bad_file(page, address: str) -> None:
    """Send a file with faults."""
    page.goto(f"{address}/{ENTITY}/imports")
    page.locator("#table").select_option("price_evidence")
    rows = (
        "document,line,item,kind,price,observed_on\nL-1,1,NONE,price_list,6.0.0,2026-10-01\nL-1,2,,guess,1,1.10.2026\n"
    )
    page.locator("#file").set_input_files({"name": "prices.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.get_by_role("button", name="Preview").click()


def good_file(page, address: str) -> None:
    """Preview a file without faults: a new item, and another name for one that is there."""
    page.goto(f"{address}/{ENTITY}/stock?sort=-quantity_micro")
    item = page.locator("tbody th").first.inner_text()
    page.goto(f"{address}/{ENTITY}/imports")
    page.locator("#table").select_option("items")
    rows = f"item,name,item_class\n{item},Another name,merchandise\nROPE-80,Rope of 80 metres,merchandise\n"
    page.locator("#file").set_input_files({"name": "items.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.get_by_role("button", name="Preview").click()


if __name__ == "__main__":
    main(*sys.argv[1:])
