"""Files that a page hands out: what is asked for, as an attachment that a browser never opens as a page.

Before this: rows or a text. After this: the browser's folder of downloads.
"""

import base64
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

from lowmark.doors.web.tables import Column, as_csv


def csv_file(rows: Iterable[Any], *, columns: Sequence[Column], name: str, currency: str = "") -> HttpResponse:
    """Return rows as a CSV file."""
    return file(as_csv(rows, columns=columns, currency=currency), name=name, kind="text/csv; charset=utf-8")


def file(content: str | bytes, *, name: str, kind: str) -> HttpResponse:
    """Return a text, or bytes, as a file.

    >>> file("a", name="MAPLE run 2026-10-31/1.csv", kind="text/csv")["Content-Disposition"]
    'attachment; filename="MAPLE-run-2026-10-31-1.csv"'
    """
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{re.sub(r"[^A-Za-z0-9._-]+", "-", name)}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


KINDS = {".jsonl": "application/jsonl", ".pdf": "application/pdf", ".png": "image/png", ".svg": "image/svg+xml",
         ".txt": "text/plain; charset=utf-8",
         ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".zip": "application/zip"}  # fmt: skip


def handed_out(answer: Any) -> HttpResponse:
    """Return the file that an answer is: its `name` and its `content`, which is base64 where it says so."""
    is_coded = getattr(answer, "encoding", "") == "base64"
    content = base64.b64decode(answer.content) if is_coded else answer.content
    return file(content, name=answer.name, kind=KINDS.get(PurePath(answer.name).suffix, "application/octet-stream"))


def within_the_page(content: str) -> str:
    """Return an address that holds a whole CSV file, to be kept without asking the server again.

    >>> within_the_page("a,b")
    'data:text/csv;charset=utf-8,a%2Cb'
    """
    return "data:text/csv;charset=utf-8," + quote(content)
