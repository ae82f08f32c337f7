"""A company of two that is served to a browser, and the walk of one of its runs from the preparer to the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from lowmark.services import people
from tests import company
from tests.browser import browsing
from tests.fresh_store import fresh_store

DAY = date(2026, 10, 31)
CHANGE, JOURNAL = "CF-1", "JV-17"
"""What is drafted there, and waits."""


@dataclass
class Served:
    """What is served, and a browser that looks at it."""

    address: str
    browser: Any
    run: str


@contextmanager
def serving(engine: str) -> Iterator[Served]:
    """Serve twenty tents at 7.00 that now fetch 6.00, with last month's run posted; nothing is asked of Django meanwhile."""
    browsing.require_browser()
    with fresh_store(engine) as store:
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
    maple.do("draft-formula-change", maple.ada, document=CHANGE, method="moving_average", begins_on=date(2027, 1, 1),
             because="The average is reliable, and more relevant for goods that are interchangeable")  # fmt: skip
    maple.do(
        "draft-journal",
        maple.ada,
        document=JOURNAL,
        on=DAY,
        lines="6000 150.00; 1000 -150.00",
        because="Rent of October",
    )
    return "2026-09-30/1"


@contextmanager
def window(served: Served) -> Iterator[Any]:
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


def amount(page: Any, row: str) -> str:
    """Return the first figure of the row of a statement that begins with these words."""
    return page.get_by_role("row", name=row).first.locator("td").first.inner_text()


def walk_a_run(served: Served, page: Any) -> None:
    """Prepare a run as ada; see, approve and post it as ben; and see that the statements change then, not before."""
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
