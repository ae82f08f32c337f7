"""A browser on a served database: the system's Chromium, driven by Playwright, and a server of its own to look at.

No browser is fetched: `make browser` installs the system's where it may. Everything a page asks for comes from the
server that is looked at, which is checked: a request to anywhere else fails the test that made it.
"""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REQUIRED = os.environ.get("LOWMARK_REQUIRE_BROWSER") == "1"
WIDTHS = (1440, 360)
THEMES = ("light", "dark")


def chromium() -> str:
    """Return the path of the system's Chromium; empty where there is none."""
    given = os.environ.get("LOWMARK_CHROMIUM", "")
    return given or next((path for name in NAMES if (path := shutil.which(name))), "")


def require_browser() -> str:
    """Return Chromium's path, or skip the test and say why; where a browser is required, fail."""
    found = chromium()
    if found:
        return found
    words = "no Chromium on this machine (`make browser` installs one where it may)"
    if REQUIRED:
        pytest.fail(f"LOWMARK_REQUIRE_BROWSER is set, and there is {words}")
    pytest.skip(words)


@contextmanager
def served(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """Serve a database in a process of its own, as `lowmark serve` does; yield the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "lowmark.doors.cli.main", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True)  # fmt: skip
    reader = None
    try:
        said = _until_it_listens(server)
        reader = threading.Thread(target=said.extend, args=(server.stdout,))
        reader.start()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
        if reader is not None:
            reader.join()
        server.stdout.close()


def _until_it_listens(server: "subprocess.Popen[str]") -> list[str]:
    """Return what the server said up to that its worker has started; a thread reads what it says later."""
    said: list[str] = []
    for line in server.stdout:
        said.append(line)
        if "Started worker" in line:
            return said
    raise AssertionError(f"the server did not start: {''.join(said)}")


@contextmanager
def browser() -> Iterator[object]:
    """Yield the system's Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        try:
            yield opened
        finally:
            opened.close()


def become(page, address: str, persona: str) -> None:
    """Sign in as a persona of a demo, as its first page offers."""
    page.goto(f"{address}/sign-in")
    if page.get_by_role("button", name="Sign out").count():
        page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name=persona, exact=True).click()
    page.wait_for_url(f"{address}/")


def places(entity: str, *, run: str, item: str, account: str, as_of: str, change: str, journal: str) -> dict[str, str]:
    """Return every page that can be looked at, by name: its path."""
    day = f"as_of={as_of}"
    return {
        "home": "/",
        "style": "/style",
        "stock": f"/{entity}/stock?{day}",
        "stock-item": f"/{entity}/stock?{day}&item={item}",
        "stock-where": f"/{entity}/stock/where?{day}",
        "record": f"/{entity}/record",
        "record-receive": f"/{entity}/record/receive",
        "record-write-off": f"/{entity}/record/write-off",
        "reports": f"/{entity}/reports",
        "report-asked": f"/{entity}/reports/roll-forward",
        "report-cut-off": f"/{entity}/reports/cut-off?sent=1&{day}",
        "trace": f"/{entity}/trace",
        "count": f"/{entity}/count",
        "plan": f"/{entity}/plan",
        "impact": f"/{entity}/impact",
        "impact-supposed": f"/{entity}/impact?run={run}&price=-10&demand=-20",
        "evidence": f"/{entity}/evidence?{day}",
        "ledger": f"/{entity}/ledger?{day}",
        "ledger-account": f"/{entity}/ledger?{day}&account={account}",
        "settings": f"/{entity}/settings",
        "settings-chart": f"/{entity}/settings?tab=chart",
        "report-ageing": f"/{entity}/reports/ageing",
        "report-trend": f"/{entity}/reports/trend?sent=1&{day}",
        "report-significance": f"/{entity}/reports/significance?sent=1&{day}",
        "run-line": f"/{entity}/runs/{run}?item={item}&group=reason",
        "forecast": f"/{entity}/forecast",
        "close": f"/{entity}/close",
        "group": f"/{entity}/group",
        "jobs": f"/{entity}/jobs",
        "audit": f"/{entity}/audit",
        "tokens": "/tokens",
        "signing-in": "/signing-in/",
        "imports": f"/{entity}/imports",
        "runs": f"/{entity}/runs",
        "run": f"/{entity}/runs/{run}",
        "formula-change": f"/{entity}/formula-changes/{change}",
        "formula-changes": f"/{entity}/reports/list-formula-changes?sent=1",
        "journal": f"/{entity}/journals/{journal}",
        "statements": f"/{entity}/statements?{day}",
        "tie-out": f"/{entity}/tie-out?{day}",
        "export-entries": f"/{entity}/export-entries",
        "verify": f"/{entity}/verify?now=1",
        "explain": f"/{entity}/explain?subject=account+{account}&{day}",
        "not-found": f"/{entity}/nothing-here",
    }
