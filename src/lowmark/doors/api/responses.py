"""What every route answers with: its response as JSON, kept by nobody, and what the description says of it.

Before this: what a service returned. After this: `routes` and `identity`.
"""

from typing import Any

import pydantic_core
from django.http import HttpResponse

from lowmark.doors.api import problems
from lowmark.doors.api.schemas import response_schema, title


def answered_with(response: Any, *, status: int = 200) -> HttpResponse:
    """Return a response as JSON."""
    answered = HttpResponse(pydantic_core.to_json(response), content_type="application/json", status=status)
    answered["Cache-Control"] = "no-store"
    return answered


def responses(kind: type, name: str, *, in_pages: bool = False) -> dict[int, Any]:
    """Describe what a route may answer with, by status."""
    told = response_schema(kind, title(name), in_pages=in_pages)
    return {200: told} | dict.fromkeys(problems.STATUSES, problems.ProblemDetails)
