"""Labels, read back: a symbol that is printed says what the project's own scan reads, in every form of the sheet.

MILK is known by its GTIN, 09501101530003; lot AB-1 of it expires on 31 December 2026. ROPE has a code of its own: its label says that.
"""

import base64
import re
import struct
import zlib
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
import zxingcpp

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.gs1 import read_scan
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store

DAY = date(2026, 10, 31)
GTIN = "09501101530003"


@pytest.fixture(scope="module", params=ENGINES)
def company(request) -> Iterator[Company]:
    """A company with milk by lots under a GTIN, a drill by its serial number, and ropes; nothing is recorded after this."""
    with fresh_store(request.param):
        made = found("MAPLE")
        made.items("ROPE", places=("Main", "Main/A", "North"))
        made.bring("items", [(GTIN, "Milk & honey", "merchandise", "lot"), ("4006381333931", "The drill", "merchandise", "serial")],
                   ("item", "name", "item_class", "tracking"), name="m.csv")  # fmt: skip
        made.do("receive", made.ada, document="GR-1", item=GTIN, lot="AB-1", expires_on=date(2026, 12, 31), location="Main/A",
                quantity="12", value="5", received_on=date(2026, 1, 1))  # fmt: skip
        made.do("receive", made.ada, document="GR-2", item="4006381333931", lot="S-7", location="North", quantity="1", value="5",
                received_on=date(2026, 1, 1))  # fmt: skip
        made.record("GR-3", "ROPE", 3, date(2026, 1, 1), value="3")
        yield made


def ask(company: Company, **given: object):
    return company.do("labels", company.ada, read_on=DAY, **given)


def drawn(svg: str) -> np.ndarray:
    """Return the first symbol of a sheet as a picture, drawn from its path: each dark module is 4 pixels wide."""
    side = int(re.search(r'viewBox="-1 -1 (\d+)', svg)[1])
    picture = np.full((side * 4, side * 4), 255, dtype=np.uint8)
    for x, y, wide, tall in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", re.search(r'<path d="([^"]+)"', svg)[1]):
        x, y, wide, tall = (int(each) for each in (x, y, wide, tall))
        picture[(y + 1) * 4 : (y + 1 + tall) * 4, (x + 1) * 4 : (x + 1 + wide) * 4] = 0
    return picture


def decoded(png: bytes) -> np.ndarray:
    """Return a PNG of 8 bits a channel as grey: the five filters of its specification, undone."""
    place, data, wide, tall, channels = 8, b"", 0, 0, 0
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        body = png[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            wide, tall, _, colour = struct.unpack(">IIBB", body[:10])
            channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
        data += body if kind == b"IDAT" else b""
        place += length + 12
    raw, stride = zlib.decompress(data), wide * channels
    rows, before = [], np.zeros(stride, dtype=np.uint8)
    for row in range(tall):
        filtering = raw[row * (stride + 1)]
        line = np.frombuffer(raw[row * (stride + 1) + 1 : (row + 1) * (stride + 1)], dtype=np.uint8).copy()
        if filtering == 1:
            line = (line.reshape(wide, channels).cumsum(axis=0) % 256).astype(np.uint8).reshape(stride)
        elif filtering == 2:
            line += before
        elif filtering:
            for at in range(stride):
                left = int(line[at - channels]) if at >= channels else 0
                up, corner = int(before[at]), int(before[at - channels]) if at >= channels else 0
                if filtering == 4:
                    guess = left + up - corner
                    left = min(
                        (abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner)
                    )[2]
                line[at] = (int(line[at]) + (left if filtering == 4 else (left + up) // 2)) % 256
        rows.append(line)
        before = line
    return np.stack(rows).reshape(tall, wide, channels)[:, :, 0].copy()


def read(picture: np.ndarray) -> list[str]:
    return sorted(one.text for one in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.DataMatrix,
                                                             text_mode=zxingcpp.TextMode.HRI))  # fmt: skip


def test_a_symbol_is_read_back_and_says_item_lot_and_expiry(company: Company):
    shown = ask(company, location="Main", item=GTIN)
    assert [(line.says, line.quantity_micro) for line in shown.lines] == [(f"(01){GTIN}(17)261231(10)AB-1", 12_000_000)]
    svg = base64.b64decode(shown.content).decode()
    (text,) = read(drawn(svg))
    said = read_scan(text, read_on=DAY)
    assert (said.value("gtin"), said.value("lot"), said.day("expires_on")) == (GTIN, "AB-1", date(2026, 12, 31))
    scanned = company.do("scan", company.ada, code=text, read_on=DAY)
    assert (scanned.item, scanned.lot, scanned.lot_is_known) == (GTIN, "AB-1", True)
    assert ">Milk &amp; honey</text>" in svg
    assert ">(10)AB-1</text>" in svg


def test_what_came_by_a_document_and_what_has_a_code_of_its_own(company: Company):
    serial = ask(company, document="GR-2").lines[0]
    assert serial.says == "(01)04006381333931(21)S-7"
    rope = ask(company, document="GR-3")
    assert (rope.lines[0].says, rope.lines[0].is_gs1) == ("ROPE", False)
    assert read(drawn(base64.b64decode(rope.content).decode())) == ["ROPE"]


def test_shipping_units_are_numbered(company: Company):
    shown = ask(company, location="Main", item=GTIN, copies=2, sscc="106141412345678908")
    assert shown.labels == 2
    assert shown.lines[0].says == f"(00)106141412345678908(02){GTIN}(17)261231(10)AB-1(37)12"
    svg = base64.b64decode(shown.content).decode()
    second = svg[svg.index("</g>") :]
    assert read_scan(read(drawn(second))[0], read_on=DAY).value("sscc") == "106141412345678915"


def test_pictures_and_pages_have_every_symbol(company: Company):
    picture = ask(company, location="Main", item=GTIN, format="png")
    assert read(decoded(base64.b64decode(picture.content))) == [f"(01){GTIN}(17)261231(10)AB-1"]
    assert base64.b64decode(ask(company, location="Main", format="pdf").content)[:4] == b"%PDF"


def test_what_cannot_be_printed_is_refused(company: Company):
    for given, code in (
        ({}, "bad_request"), ({"location": "Main", "document": "GR-1"}, "bad_request"), ({"location": "Nowhere"}, "not_found"),
        ({"location": "Main", "copies": 0}, "bad_request"), ({"location": "Main", "copies": 900}, "bad_request"),
        ({"location": "Main", "sscc": "12"}, "bad_request"), ({"location": "Main", "sscc": "106141412345678907"}, "bad_check_digit"),
    ):  # fmt: skip
        with pytest.raises(Problem) as refused:
            ask(company, **given)
        assert refused.value.code == code, given
