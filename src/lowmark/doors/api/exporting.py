"""Hand all rows of one list of an answer out as a file: NDJSON or Parquet, kept first, then streamed.

Before this: `paging`, which has read what is wanted. After this: the client. However many rows a table has, they are read
and written a batch at a time, and a fault on the way is an answer, not half a file.
"""

from collections.abc import Iterator
from typing import Any

import pydantic_core
from django.http import FileResponse

from lowmark.doors.api.paging import FORMATS, Wanted
from lowmark.services import pages
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.operation import Operation


def file(operation: Operation, asked: Any, which: Wanted, *, actor: Actor) -> FileResponse:
    """Return the file: a row a line, or a Parquet column a field.

    Raises: Problem: what the operation refuses.
    """
    lines = _lines(operation, asked, which.list, actor)
    if which.format == "ndjson":
        opened = pages.kept_file(lines)
    else:
        opened = pages.kept_parquet(lines, row=pages.lists_of(operation.response)[which.list])
    ending = {"ndjson": "jsonl", "parquet": "parquet"}[which.format]
    entity = getattr(asked, "entity", "") or "lowmark"
    answered = FileResponse(opened, as_attachment=True, filename=f"{entity}-{operation.name}.{ending}",
                            content_type=FORMATS[which.format])  # fmt: skip
    answered["Cache-Control"] = "no-store"
    return answered


def _lines(operation: Operation, asked: Any, name: str, actor: Actor) -> Iterator[bytes]:
    """Yield the rows, each as a line of JSON."""
    if not operation.keyset:
        found = iter([call(operation, asked, actor=actor)])
    else:
        found = pages.batches(operation, lambda one: call(operation, one, actor=actor), asked)
    for answer in found:
        for row in getattr(answer, name):
            yield pydantic_core.to_json(row) + b"\n"
