"""Hand an answer out a page at a time: so many rows of its lists, one list after the other, and where the next page is.

Before this: `routes`, with a query that has been read. After this: `services.pages`, which keeps and signs. Sources: RFC 8288
for the Link header.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import pydantic_core
from django.http import HttpRequest, HttpResponse

from lowmark.doors.api import reading
from lowmark.doors.api.problems import fault
from lowmark.services import pages, versions
from lowmark.services.actor import Actor
from lowmark.services.call import allowed
from lowmark.services.operation import Operation

NDJSON: Final = "application/x-ndjson"
PARQUET: Final = "application/vnd.apache.parquet"
FORMATS: Final = {"json": "application/json", "ndjson": NDJSON, "parquet": PARQUET}

LIMIT: Final = "limit"
CURSOR: Final = "cursor"
FORMAT: Final = "format"
LIST: Final = "list"
HIDDEN: Final = "after"
"""Of a request for rows of a table: what a cursor says over REST."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page, or which file, of an answer."""

    limit: int = pages.USUAL
    cursor: str = ""
    format: str = "json"
    list: str = ""


def names(operation: Operation) -> frozenset[str]:
    """Return the names in the address that are about pages, and not of the operation's request."""
    if not pages.has_pages(operation):
        return frozenset()
    about_files = {FORMAT, LIST} if makes_files(operation) else set()
    return frozenset({LIMIT, CURSOR, *about_files, *({HIDDEN} if operation.keyset else ())})


def makes_files(operation: Operation) -> bool:
    """Whether all rows of a list can be had as a file; not where the operation itself is asked for a form of its own."""
    return not {FORMAT, LIST} & {one.name for one in fields(operation.request)}


def described(operation: Operation) -> list[dict[str, Any]]:
    """Return the description of the parameters that are about pages."""
    if not pages.has_pages(operation):
        return []
    lists = list(pages.lists_of(operation.response))
    whole = {"type": "integer", "minimum": 1, "maximum": pages.MOST, "default": pages.USUAL}
    told = {
        LIMIT: (whole, "rows of a page at most, of all lists together"),
        CURSOR: ({"type": "string", "maxLength": 1_000}, "where the page begins; only ever from `next` of the page before"),
        FORMAT: ({"type": "string", "enum": list(FORMATS), "default": "json"},
                 "pages of JSON, or all rows of one list as a file; the Accept header says it too"),
        LIST: ({"type": "string", "enum": lists, "default": usual_list(operation)}, "which list a file holds"),
    }  # fmt: skip
    return [
        {"name": name, "in": "query", "required": False, "schema": schema, "description": words}
        for name, (schema, words) in told.items()
        if name in names(operation)
    ]


def usual_list(operation: Operation) -> str:
    """Return the list that a file holds where none is named."""
    lists = list(pages.lists_of(operation.response))
    return "lines" if "lines" in lists else lists[0]


def wanted(request: HttpRequest, operation: Operation, faults: list[dict[str, str]]) -> Wanted:
    """Read which page or file is asked for; what cannot be is added to the faults."""
    if not pages.has_pages(operation):
        return Wanted()
    if operation.keyset and HIDDEN in request.GET:
        faults.append(fault(HIDDEN, "unknown_field", "is said by `cursor`"))
    limit, form = request.GET.get(LIMIT, str(pages.USUAL)), "json"
    if makes_files(operation):
        form = request.GET.get(FORMAT) or _accepted(request)
    if not (limit.isascii() and limit.isdigit() and len(limit) < 6 and 1 <= int(limit) <= pages.MOST):
        faults.append(fault(LIMIT, "bad_value", f"1 to {pages.MOST} is expected"))
        limit = "1"
    if form not in FORMATS:
        faults.append(fault(FORMAT, "bad_value", f"one of {', '.join(FORMATS)} is expected"))
    lists, of_list = pages.lists_of(operation.response), usual_list(operation)
    if makes_files(operation):
        of_list = request.GET.get(LIST, of_list)
    if of_list not in lists:
        faults.append(fault(LIST, "bad_value", f"one of {', '.join(lists)} is expected"))
    return Wanted(int(limit), request.GET.get(CURSOR, ""), form, of_list)


def _accepted(request: HttpRequest) -> str:
    """Return the form that the Accept header names by itself."""
    said = reading.accepted(request)
    return "ndjson" if NDJSON in said else "parquet" if PARQUET in said else "json"


def page(request: HttpRequest, operation: Operation, asked: Any, which: Wanted, *, actor: Actor) -> HttpResponse:
    """Return a page of an answer, with the version of what it shows.

    Raises: Problem `bad_cursor`; what the operation refuses.
    """
    place = pages.Place()
    if which.cursor:
        place = pages.opened(which.cursor, operation=operation, request=asked, actor=actor)
    if operation.keyset:
        asked = replace(asked, after=place.after, limit=which.limit)
    carry_out = allowed(operation, asked, actor=actor)
    version = versions.tag_of(operation, asked, actor=actor)
    found = None if place.kept else carry_out()
    head, rows, following = (
        pages.rows_at(place, limit=which.limit) if found is None else _first(operation, found, which.limit)
    )
    address = None
    if following is not None:
        address = _address(request, pages.cursor(following, operation=operation, request=asked, actor=actor))
    body = _body(operation, head.strip(), rows, address)
    answered = HttpResponse(body, content_type=FORMATS["json"])
    answered["Cache-Control"] = "no-store"
    if address is not None:
        answered["Link"] = f'<{address}>; rel="next"'
    if version:
        answered["ETag"] = f'"{version}"'
    return answered


def _first(operation: Operation, found: Any, limit: int) -> tuple[bytes, list[bytes], pages.Place | None]:
    """Return what an answer says once, the rows of its first page, and where the second begins; keep it if there is one."""
    lists = list(pages.lists_of(operation.response))
    head = pydantic_core.to_json({one.name: getattr(found, one.name) for one in fields(found) if one.name not in lists})
    rows = ((number, row) for number, name in enumerate(lists) for row in getattr(found, name))
    if operation.keyset:
        after = pages.Place(after=found.next_after) if found.next_after else None
        return head, [_line(*one) for one in rows], after
    if sum(len(getattr(found, name)) for name in lists) <= limit:
        return head, [_line(*one) for one in rows], None
    return pages.rows_at(pages.Place(kept=pages.keep(head, (_line(*one) for one in rows))), limit=limit)


def _line(number: int, row: Any) -> bytes:
    return b"%d\t%s" % (number, pydantic_core.to_json(row))


def _body(operation: Operation, head: bytes, rows: Sequence[bytes], address: str | None) -> bytes:
    """Return a page as JSON: what the answer says once, the rows of the page by list, and the next page's address."""
    by_list: dict[bytes, list[bytes]] = {}
    for row in rows:
        number, _, told = row.partition(b"\t")
        by_list.setdefault(number, []).append(told.strip())
    parts = [head[1:-1]] if len(head) > len(b"{}") else []
    parts += [
        b'"%s":[%s]' % (name.encode(), b",".join(by_list.get(b"%d" % number, [])))
        for number, name in enumerate(pages.lists_of(operation.response))
    ]
    parts.append(b'"next":' + pydantic_core.to_json(address))
    return b"{" + b",".join(parts) + b"}"


def _address(request: HttpRequest, cursor: str) -> str:
    said = request.GET.copy()
    said[CURSOR] = cursor
    return f"{request.path}?{said.urlencode()}"
