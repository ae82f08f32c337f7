"""Print labels for what lies at a place, or came by a document."""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import Final

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.interchange.gs1 import check_digit, read_scan
from lowmark.reports.labels import Label, pages, picture, sheet
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.labels import Line, Request, Response
from lowmark.store.session import Reader, Row, reading

MOST: Final = 1_000
WHOLE: Final = 1_000_000
SSCC: Final = 18

LYING: Final = """
SELECT i.code AS item, i.name, i.tracking, coalesce(l.code, '') AS lot, l.expires_on, l.best_before_on,
       CAST(sum(s.quantity_micro) AS bigint) AS quantity_micro
FROM stock_stratum s JOIN items_item i ON i.id = s.item_id JOIN items_location p ON p.id = s.location_id
LEFT JOIN items_lot l ON l.id = s.lot_id
WHERE s.entity_id = %s AND (p.path = %s OR substr(p.path, 1, %s) = %s)
GROUP BY i.code, i.name, i.tracking, l.code, l.expires_on, l.best_before_on ORDER BY i.code, l.code
"""
CAME: Final = """
SELECT i.code AS item, i.name, i.tracking, coalesce(l.code, '') AS lot, l.expires_on, l.best_before_on,
       CAST(sum(m.quantity_micro) AS bigint) AS quantity_micro
FROM stock_stock_move m JOIN items_item i ON i.id = m.item_id JOIN items_location a ON a.id = m.from_location_id
LEFT JOIN items_lot l ON l.id = m.lot_id
WHERE m.entity_id = %s AND m.document = %s AND a.kind IN ('vendor', 'customer', 'production', 'opening')
GROUP BY i.code, i.name, i.tracking, l.code, l.expires_on, l.best_before_on ORDER BY i.code, l.code
"""


def labels(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a sheet of labels as a file.

    Raises: Problem `bad_request`, `not_found`; `bad_check_digit`, `bad_label`; `extra_missing`.
    """
    del actor
    if bool(request.location) == bool(request.document) or request.copies < 1:
        raise Problem(
            "bad_request", "labels are for a place, or for a document", hint="give one of them, and 1 copy or more"
        )
    with reading(granted.scope("report")) as reader:
        rows = [
            row
            for row in _rows(reader, granted, request)
            if request.item in {"", row["item"]} and request.lot in {"", row["lot"]}
        ]
    if not rows:
        what = f"lies at {request.location}" if request.location else f"came by {request.document}"
        raise Problem("not_found", f"nothing {what}",
                      hint="name a place where something lies, or a document by which something came")  # fmt: skip
    if len(rows) * request.copies > MOST:
        raise Problem("bad_request", f"{len(rows) * request.copies} labels are too many", hint=f"print {MOST} at most")
    numbers = _units(request.sscc, len(rows) * request.copies) if request.sscc else repeat("")
    lines, made = [], list[Label]()
    for row in rows:
        for nth in range(request.copies):
            line = _line(row, next(numbers), request.read_on)
            made.append(Label(line.says, _words(row, line), line.is_gs1))
            if nth == 0:
                lines.append(line)
    content = _file(request, made)
    place = re.sub(r"[^A-Za-z0-9._-]+", "-", request.location or request.document)
    return Response(
        entity=granted.entity.code, labels=len(made), lines=tuple(lines), encoding="base64",
        name=f"{granted.entity.code}-labels-{place}.{request.format}", content=base64.b64encode(content).decode(),
        content_sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


def _rows(reader: Reader, granted: Granted, request: Request) -> list[Row]:
    """Return what labels are for: an item and lot each."""
    if request.document:
        return reader.rows(CAME, [granted.entity.id, request.document], days=("expires_on", "best_before_on"))
    inside = f"{request.location}/"
    return reader.rows(
        LYING, [granted.entity.id, request.location, len(inside), inside], days=("expires_on", "best_before_on")
    )


def _units(first: str, n: int) -> Iterator[str]:
    """Yield the numbers of shipping units, each the next of the one before with its check digit.

    Raises: Problem ``bad_request``, ``bad_check_digit``.
    """
    if not re.fullmatch(r"[0-9]{18}", first):
        raise Problem("bad_request", f"{first!r} is no number of a shipping unit", hint="it has 18 digits")
    read_scan(f"(00){first}", read_on=date(2000, 1, 1))  # Which refuses a wrong check digit, with the right one.
    payload = int(first[:-1])
    for nth in range(n):
        digits = f"{payload + nth:017d}"
        yield f"{digits}{check_digit(digits)}"


def _line(row: Row, unit: str, read_on: date) -> Line:
    """Return what a label says: GTIN, expiry and lot or serial; of a shipping unit its own number and what is in it.

    Domain: an item whose code is no GTIN cannot be said in GS1's words: its label says the lot's code, or the item's.
    Raises: Problem ``bad_check_digit``, ``bad_scan``.
    """
    gtin = row["item"].zfill(14) if re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", row["item"]) else ""
    said = {"item": row["item"], "lot": row["lot"], "quantity_micro": row["quantity_micro"]}
    if not gtin and not unit:
        return Line(says=row["lot"] or row["item"], is_gs1=False, **said)
    best = f"(15){row['best_before_on']:%y%m%d}" if row["best_before_on"] else ""
    expires = best + (f"(17){row['expires_on']:%y%m%d}" if row["expires_on"] else "")
    tracked = ("(21)" if row["tracking"] == "serial" else "(10)") + row["lot"] if row["lot"] else ""
    whole, rest = divmod(row["quantity_micro"], WHOLE)
    contents = f"(02){gtin}{expires}{tracked}(37){whole}" if gtin and whole and not rest else ""
    says = f"(00){unit}{contents}" if unit else f"(01){gtin}{expires}{tracked}"
    read_scan(says, read_on=read_on)
    return Line(says=says, is_gs1=True, **said)


def _words(row: Row, line: Line) -> tuple[str, ...]:
    """Return what stands beside a symbol, for people."""
    said = re.findall(r"\(\d+\)[^(]*", line.says) if line.is_gs1 else [line.says]
    best = [f"best before {row['best_before_on']}"] if row["best_before_on"] else []
    expires = [f"expires {row['expires_on']}"] if row["expires_on"] else []
    return (row["name"], *said, *best, *expires, f"quantity {format_micro(line.quantity_micro)}")


def _file(request: Request, made: Sequence[Label]) -> bytes:
    """Return the sheet in the form that is asked for."""
    if request.format == "pdf":
        return pages(made, paper=request.paper)
    return picture(made) if request.format == "png" else sheet(made).encode()
