"""Pages for what no page answers: nothing at this address, a form too old, a fault of our own, a locked name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lowmark.core.kinds.problems import Problem


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Say that there is nothing here."""
    return _page(request, 404, Problem("not_found", "there is nothing at this address", hint="start from home"))


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Say that the request cannot be read."""
    return _page(request, 400, Problem("bad_request", "the request cannot be read", hint="start from home"))


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Say that the form did not come from a page of ours, or is too old."""
    problem = Problem("csrf_failed", "the form was too old, or did not come from here",
                      hint="go back, load the page again and send it once more")  # fmt: skip
    return _page(request, 403, problem)


def locked_out(request: HttpRequest, _response: Any = None, _credentials: Any = None) -> HttpResponse:
    """Say that too many attempts failed."""
    problem = Problem("locked_out", "too many attempts to sign in have failed",
                      hint="wait a quarter of an hour, or ask whoever runs this installation")  # fmt: skip
    return _page(request, 429, problem)


def fault(request: HttpRequest) -> HttpResponse:
    """Say that something unexpected happened."""
    problem = Problem("internal", "something unexpected happened; nothing was changed by it",
                      hint="try again; the server's log holds what it was")  # fmt: skip
    return _page(request, 500, problem)


def _page(request: HttpRequest, status: int, problem: Problem) -> HttpResponse:
    """Render without asking the database for anything: it may be what fails."""
    return render(request, "web/error.html", {"problem": problem}, status=status)
