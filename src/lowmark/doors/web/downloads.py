"""Files that a page hands out: what is asked for, as an attachment that a browser never opens as a page.

Before this: rows or a text. After this: the browser's folder of downloads.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

from lowmark.doors.web.tables import Column, as_csv


def csv_file(rows: Iterable[Any], *, columns: Sequence[Column], name: str, currency: str = "") -> HttpResponse:
    """Return rows as a CSV file."""
    return file(as_csv(rows, columns=columns, currency=currency), name=name, kind="text/csv; charset=utf-8")


def file(content: str, *, name: str, kind: str) -> HttpResponse:
    """Return a text as a file.

    >>> file("a", name="MAPLE run 2026-10-31/1.csv", kind="text/csv")["Content-Disposition"]
    'attachment; filename="MAPLE-run-2026-10-31-1.csv"'
    """
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{re.sub(r"[^A-Za-z0-9._-]+", "-", name)}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def within_the_page(content: str) -> str:
    """Return an address that holds a whole CSV file, to be kept without asking the server again.

    >>> within_the_page("a,b")
    'data:text/csv;charset=utf-8,a%2Cb'
    """
    return "data:text/csv;charset=utf-8," + quote(content)
