"""Hand a file out as a file: its bytes and its name, to whoever accepts no JSON.

Before this: `routes`, with a query that has been read. After this: the client's disk. Source: RFC 9110, 12.5.1; RFC 6266.
"""

import base64
from dataclasses import fields
from pathlib import PurePath
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from lowmark.doors.api import reading
from lowmark.services.operation import Operation

ANY: Final = "application/octet-stream"
TYPES: Final = {".pdf": "application/pdf", ".zip": "application/zip",
                ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip
HINT: Final = f" With `Accept: {ANY}` the answer is the file itself."


def is_file(operation: Operation) -> bool:
    """Whether the answer of an operation is a file whose bytes JSON would have to code."""
    return any(one.name == "encoding" for one in fields(operation.response))


def is_wanted(request: HttpRequest, operation: Operation) -> bool:
    """Whether the file itself is asked for: its type, or bytes of any."""
    return is_file(operation) and bool(reading.accepted(request) & {ANY, *TYPES.values()})


def file(response: Any) -> HttpResponse:
    """Return the file that an answer is."""
    content = base64.b64decode(response.content)
    answered = HttpResponse(content, content_type=TYPES.get(PurePath(response.name).suffix, ANY))
    answered["Content-Disposition"] = f'attachment; filename="{response.name}"'
    answered["Cache-Control"] = "no-store"
    answered["X-Content-Type-Options"] = "nosniff"
    return answered
