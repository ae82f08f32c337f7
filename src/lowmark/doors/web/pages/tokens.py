"""Tokens: make one for a program, see what each is good for, revoke it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning
from lowmark.doors.web import forms
from lowmark.doors.web.asking import ask, page, show
from lowmark.services.catalogue import BY_NAME


@require_http_methods(["GET", "HEAD", "POST"])
@page
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the tokens of whoever is signed in; on POST make or revoke one."""
    fields, problem, made = forms.form(BY_NAME["make-token"], request.POST.dict()), None, None
    if request.method == "POST":
        if name := request.POST.get("revoke", ""):
            ask(request, "revoke-token", token=name)
            messages.success(request, f"Token {name} is revoked.")
            return redirect("tokens")
        said = forms.read(fields, BY_NAME["make-token"])
        if not any(one.fault for one in fields):
            try:
                made, fields = _made(request, said), forms.form(BY_NAME["make-token"], {})
            except Problem as refused:
                problem = refused
    faulty = forms.faults(fields, problem)
    status = meaning(problem.code).status if problem else 422 if faulty else 200
    return show(request, "tokens.html", status=status, shown=ask(request, "tokens"), fields=fields, made=made,
                problem=problem)  # fmt: skip


def _made(request: HttpRequest, said: dict[str, Any]) -> Any:
    return ask(request, "make-token", **said)
