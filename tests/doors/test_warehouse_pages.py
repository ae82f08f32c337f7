"""The pages of the warehouse: a count with a scanner alone, and the way of a lot as a picture with its list beside it."""

import re
from datetime import date

import pytest
from django.test import Client, override_settings

from lowmark.doors.web.pages import trace
from lowmark.services.operations.trace import Step
from lowmark.store.people.models import User
from tests.company import found
from tests.fresh_store import fresh_store

ON = "2026-10-31"


@pytest.fixture(scope="module")
def clerk():
    """A company with tents by their number and milk by lots, and who counts there."""
    with fresh_store("sqlite"), override_settings(STATIC_ROOT=None):
        company = found("MAPLE")
        company.items("09501101530003", "TENT", places=("Main", "North"))
        company.bring(
            "items",
            [("MILK", "The milk", "merchandise", "lot")],
            ("item", "name", "item_class", "tracking"),
            name="m.csv",
        )
        company.do("receive", company.ada, document="GR-1", item="MILK", lot="L1", location="Main", quantity="5", value="5",
                   received_on=date(2026, 1, 1))  # fmt: skip
        client = Client()
        client.force_login(User.objects.get(username="ada"), backend="django.contrib.auth.backends.ModelBackend")
        yield client, company


def sent(client, **said):
    """Send the form as it stands, with what was scanned or written."""
    page = client.post("/MAPLE/count", {"document": "CS-1", "counted_on": ON, **said})
    text = page.content.decode()
    fields = dict(re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', text.split('id="counting"')[1]))
    fields.pop("done", None)
    fields.pop("csrfmiddlewaretoken", None)
    return page.status_code, fields, text


def test_a_sheet_is_counted_with_a_scanner_alone(clerk):
    client, company = clerk
    assert "autofocus" in client.get("/MAPLE/count").content.decode()
    _, standing, _ = sent(client, each="true", code="Main")
    assert standing["location"] == "Main"
    for nth in range(1, 4):
        _, standing, _ = sent(client, **{**standing, "each": "true", "code": "(01)09501101530003"})
        assert (standing["item"], standing["quantity"]) == ("09501101530003", str(nth))
    _, standing, text = sent(client, **{**standing, "each": "true", "code": "L1"})
    assert "Tag 1: 3 of 09501101530003 at Main" in text
    assert (standing["item"], standing["lot"], standing["quantity"]) == ("MILK", "L1", "1")
    _, standing, text = sent(client, **{**standing, "each": "true", "code": "North"})
    assert "Tag 2: 1 of MILK L1 at Main" in text
    assert standing["location"] == "North"
    assert "item" not in standing
    told = company.do("count-variances", company.ben, document="CS-1").lines
    assert [(line.item, line.lot, line.quantity_micro) for line in told] == [
        ("09501101530003", "", 3_000_000), ("MILK", "L1", 1_000_000),
    ]  # fmt: skip


def test_what_was_written_is_counted_when_the_next_is_scanned(clerk):
    client, _ = clerk
    _, standing, _ = sent(client, document="CS-5", location="Main", code="TENT")
    standing.pop("each")
    _, standing, text = sent(client, **{**standing, "quantity": "4", "code": "L1"})
    assert "Tag 1: 4 of TENT at Main" in text
    assert (standing["item"], standing["lot"], standing["quantity"]) == ("MILK", "L1", "")
    standing.pop("each")
    _, standing, text = sent(client, **{**standing, "code": "North"})
    assert "Tag" not in text.split('class="told"')[1], "milk was scanned and nothing was counted of it"


def test_a_quantity_is_written_and_damage_beside_it(clerk):
    client, company = clerk
    _, standing, text = sent(client, location="Main", code="TENT")
    assert (standing["item"], standing["quantity"]) == ("TENT", "")
    assert 'inputmode="decimal"' in text
    said = {**standing, "quantity": "7", "damaged": "2", "document": "CS-2", "done": "1"}
    _, _, text = sent(client, **said)
    assert "Tag 1: 7 of TENT at Main" in text
    _, _, text = sent(client, **said)
    assert "Tag 1: 7 of TENT at Main" in text, "the same form sent twice counts once"
    (line,) = company.do("count-variances", company.ben, document="CS-2").lines
    assert (line.quantity_micro, line.damaged_micro) == (7_000_000, 2_000_000)


def test_what_is_scanned_and_names_nothing_is_refused(clerk):
    client, _ = clerk
    status, standing, text = sent(client, location="Main", code="NOTHING")
    assert (status, standing["location"]) == (404, "Main")
    assert "names no item or place here" in text
    status, standing, _ = sent(client, location="Main", item="TENT", quantity="-1")
    assert (status, standing["quantity"]) == (422, "-1")


def test_the_page_says_what_is_frozen_and_whose_goods_are_counted(clerk):
    client, company = clerk
    company.bring("stock_moves", [("CI-1", 1, "TENT", "vendor", "North", "receipt", 4, "ACME", "2026-01-01")],
                  ("document", "line", "item", "from_location", "to_location", "reason", "quantity", "owner", "effective_on"))  # fmt: skip
    company.do(
        "freeze-place", company.ada, document="CS-7", location="North", frozen_on=date(2026, 10, 31), because="Counted"
    )
    _, standing, text = sent(client, document="CS-7", location="North", owner="ACME", code="TENT")
    assert "CS-7 at North, goods of ACME · frozen for CS-7" in text and standing["owner"] == "ACME"
    _, _, text = sent(client, **{**standing, "quantity": "4", "done": "1"})
    assert "Tag 1: 4 of TENT at North, goods of ACME" in text
    frozen = client.get("/MAPLE/reports/frozen-places").content.decode()
    assert "North" in frozen and "CS-7" in frozen
    company.do("thaw-place", company.ada, document="CS-7", thawed_on=date(2026, 10, 31), because="Counted")
    status, _, text = sent(client, document="CS-7", location="North", owner="AMCE", item="TENT", quantity="1")
    assert status == 404 and "frozen for" not in text


def step(level, what, source, target):
    return Step(level=level, what=what, source=source, target=target, quantity_micro=1_000_000, document="WO-1/1", on=date(2026, 1, 1),
                party="")  # fmt: skip


def test_a_trace_is_drawn_in_layers_and_a_circle_is_drawn_once():
    steps = (
        step(-1, "bought", "vendor", "M FLOUR F1"), step(-1, "made", "M FLOUR F1", "M BREAD B1"),
        step(0, "moved", "Main", "Shop"), step(1, "made", "M BREAD B1", "M BREAD B1"), step(1, "made", "M BREAD B1", "M TOAST T1"),
        step(1, "sold", "M TOAST T1", "CAFE"), step(2, "traded", "M TOAST T1", "CAFE SNACK K1"),
    )  # fmt: skip
    drawn = trace.picture("M BREAD B1", steps)
    assert [(box.whole, box.kind, box.x) for box in sorted(drawn.boxes, key=lambda one: one.x)] == [
        ("vendor", "party", 12), ("M FLOUR F1", "lot", 244), ("M BREAD B1", "start", 476), ("M TOAST T1", "lot", 708),
        ("CAFE SNACK K1", "lot", 940),
    ]  # fmt: skip
    assert len(drawn.lines) == 4
    assert trace.picture("M A 0", [step(1, "made", "M A 0", f"M B {n}") for n in range(trace.MOST + 1)]) is None


def test_the_page_of_a_trace_says_what_the_picture_says(clerk):
    client, _ = clerk
    text = client.get("/MAPLE/trace?item=MILK&lot=L1").content.decode()
    assert '<svg class="traced" role="img"' in text
    assert "vendor to MAPLE MILK L1: bought, GR-1/1" in text
    assert client.get("/MAPLE/trace?item=MILK&lot=L9").status_code == 404
    assert client.get("/MAPLE/trace?item=MILK&lot=L1&format=csv").content.decode().count("\n") == 2
    assert "/MAPLE/trace" in client.get("/MAPLE/reports").content.decode()
    assert "/MAPLE/count" in client.get("/MAPLE/record").content.decode()


def test_a_refusal_that_names_its_field_stands_beside_it_and_what_was_typed_is_kept(clerk):
    client, _ = clerk
    said = {"document": "SO-9", "item": "TENT", "location": "Main", "quantity": "-5", "issued_on": ON, "sent": "1"}
    text = client.post("/MAPLE/record/issue", said).content.decode()
    assert re.search(r'id="f-quantity"[^>]* value="-5"[^>]* aria-invalid="true" autofocus', text)
    assert "Quantity was refused: a quantity of -5 moves nothing." in text
    wrong = client.post("/MAPLE/runs", {"as_of": "31.10.2026", "channel": "web"})
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert 'value="31.10.2026"' in text and 'value="web"' in text and "is not a date" in text
