"""What somebody drafted, a journal or a change of formula: what it says, and the decision on it, for whoever may decide."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.formula_change_decisions import FORMULA_CHANGE_DECISION
from lowmark.core.tables.journal_decisions import JOURNAL_DECISION
from lowmark.core.tables.noun import Noun
from lowmark.doors.web.asking import ask, page, personas, principal, roles, show
from lowmark.doors.web.navigation import may
from lowmark.doors.web.pages import drafted
from lowmark.doors.web.tables import Link
from lowmark.services import proofs


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A kind of draft: its page, what it is called, the operations that show it, list it and decide on it, its hash, its words."""

    name: str
    what: str
    shown: str
    listed: str
    decided: str
    hashed: str
    decision: Noun
    told: Callable[..., drafted.Told]


JOURNAL: Final = Drafted(name="journal", what="journal", shown="show-journal", listed="list-journals",
                         decided="approve-journal", hashed="journal_hash", decision=JOURNAL_DECISION,
                         told=drafted.journal)  # fmt: skip
FORMULA_CHANGE: Final = Drafted(name="formula-change", what="change of formula", shown="show-formula-change",
                                listed="list-formula-changes", decided="decide-formula-change", hashed="figures_hash",
                                decision=FORMULA_CHANGE_DECISION, told=drafted.change)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page
def journal(request: HttpRequest, *, entity: str, document: str) -> HttpResponse:
    """Show a journal; on POST decide on it, bound to the hash of what was shown, on a fresh proof of who decides."""
    return _draft(request, JOURNAL, entity, document)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def formula_change(request: HttpRequest, *, entity: str, document: str) -> HttpResponse:
    """Show a change of formula; on POST decide on it, as on a journal."""
    return _draft(request, FORMULA_CHANGE, entity, document)


def page_of(answer: Any) -> str:
    """Return the name of the page of the draft that an answer is of; nothing where it is of none.

    >>> from types import SimpleNamespace
    >>> page_of(SimpleNamespace(figures_hash="9f86")), page_of(SimpleNamespace(journal_hash="", accepted=False))
    ('formula-change', '')
    """
    return next((one.name for one in (JOURNAL, FORMULA_CHANGE) if getattr(answer, one.hashed, "")), "")


def leading(operation: str, entity: str) -> dict[str, Link]:
    """Return where the rows of an answer lead, by field: those of a list of drafts, or of a note, to the page of each.

    >>> leading("ageing", "MAPLE"), list(leading("disclosures", "MAPLE"))
    ({}, ['changes', 'adjusted'])
    """
    if operation == "disclosures":
        return {"changes": _to(FORMULA_CHANGE, entity, "document"), "adjusted": _to(FORMULA_CHANGE, entity, "change")}
    listed = next((one for one in (JOURNAL, FORMULA_CHANGE) if one.listed == operation), None)
    return {"lines": _to(listed, entity, "document")} if listed else {}


def _to(of: Drafted, entity: str, named: str) -> Link:
    return lambda row: reverse(of.name, kwargs={"entity": entity, "document": getattr(row, named)})


def waiting(request: HttpRequest, *, entity: str, held: tuple[str, ...]) -> list[Any]:
    """Return the changes of formula of an entity on which I may decide: those that others drafted."""
    if not may(FORMULA_CHANGE.decided, held):
        return []
    me = principal(request).username
    lines = ask(request, FORMULA_CHANGE.listed, entity=entity).lines
    return [one for one in lines if one.state == "drafted" and one.drafted_by != me]


def approved(request: HttpRequest, *, entity: str) -> tuple[str, ...]:
    """Return the names of an entity's approved changes of formula; nothing for who may not see them."""
    if not may(FORMULA_CHANGE.listed, roles(request, entity)):
        return ()
    return tuple(
        one.document for one in ask(request, FORMULA_CHANGE.listed, entity=entity).lines if one.state == "approved"
    )


def _draft(request: HttpRequest, of: Drafted, entity: str, document: str) -> HttpResponse:
    """Show a draft, or decide on it."""
    if request.method == "POST":
        return _decided(request, of, entity, document)
    shown = ask(request, of.shown, entity=entity, document=document)
    me, mine = principal(request), roles(request, entity)
    choices = [one for one in of.decision.columns["decision"].choices
               if one != "passed" or getattr(shown, "purpose", "") == "audit"]  # fmt: skip
    return show(
        request, "draft.html", entity=entity, of=of, draft=shown, digest=getattr(shown, of.hashed),
        told=of.told(shown, asked=request.GET.dict(), roles=mine), against=getattr(shown, "against", ()),
        choices=choices, title=f"{of.what.capitalize()} {document}", drafted_by_me=shown.drafted_by == me.username,
        may_decide=may(of.decided, mine) and shown.state == "drafted",
        needs_password=me.username not in personas(request), ways=proofs.ways(me.user_id or 0),
    )  # fmt: skip


def _decided(request: HttpRequest, of: Drafted, entity: str, document: str) -> HttpResponse:
    """Carry a decision out and send the browser back to the draft."""
    digest, decision = request.POST.get(of.hashed, ""), request.POST.get("decision", "")
    choices = of.decision.columns["decision"].choices
    if decision not in choices:
        raise Problem("bad_request", f"{decision!r} is no decision", hint=", ".join(choices))
    said = proofs.Proof(**{name: request.POST.get(name, "") for name in ("password", "code", "passkey")})
    proof = proofs.step_up(actor=principal(request), entity=entity, bound_hash=digest, proof=said, request=request)
    done = ask(request, of.decided, step_up_id=proof, entity=entity, document=document, **{of.hashed: digest},
               decision=decision, comment=request.POST.get("comment", "").strip())  # fmt: skip
    messages.success(request, f"{of.what.capitalize()} {document} is {done.state}.")
    return redirect(of.name, entity=entity, document=document)
