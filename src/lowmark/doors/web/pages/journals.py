"""A journal drafted by hand: what it says, and the decision on it, for whoever may decide."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.journal_decisions import JOURNAL_DECISION
from lowmark.doors.web.answers import laid_out
from lowmark.doors.web.asking import ask, page, personas, principal, roles, show
from lowmark.doors.web.navigation import may
from lowmark.services import proofs


@require_http_methods(["GET", "HEAD", "POST"])
@page
def journal(request: HttpRequest, *, entity: str, document: str) -> HttpResponse:
    """Show a journal; on POST decide on it, bound to the hash of what was shown, on a fresh proof of who decides."""
    if request.method == "POST":
        return _decided(request, entity, document)
    shown = ask(request, "show-journal", entity=entity, document=document)
    me = principal(request)
    return show(
        request, "journal.html", entity=entity, journal=shown, answer=laid_out(shown, request.GET.dict()),
        title=f"Journal {document}", drafted_by_me=shown.drafted_by == me.username,
        may_decide=may("approve-journal", roles(request, entity)) and shown.state == "drafted",
        needs_password=me.username not in personas(request), ways=proofs.ways(me.user_id or 0),
    )  # fmt: skip


def _decided(request: HttpRequest, entity: str, document: str) -> HttpResponse:
    """Carry a decision out and send the browser back to the journal."""
    digest, decision = request.POST.get("journal_hash", ""), request.POST.get("decision", "")
    choices = JOURNAL_DECISION.columns["decision"].choices
    if decision not in choices:
        raise Problem("bad_request", f"{decision!r} is no decision", hint=", ".join(choices))
    said = proofs.Proof(**{name: request.POST.get(name, "") for name in ("password", "code", "passkey")})
    proof = proofs.step_up(actor=principal(request), entity=entity, bound_hash=digest, proof=said, request=request)
    done = ask(request, "approve-journal", step_up_id=proof, entity=entity, document=document, journal_hash=digest,
               decision=decision, comment=request.POST.get("comment", "").strip())  # fmt: skip
    messages.success(request, f"Journal {document} is {done.state}.")
    return redirect("journal", entity=entity, document=document)
