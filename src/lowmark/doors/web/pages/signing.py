"""Sign in, sign out, set a first password; and in a demo on this machine, switch between its personas.

Second factors, passkeys and the company's own sign-in are django-allauth's pages, in our look.
"""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning
from lowmark.doors.web import asking
from lowmark.services import people

PASSWORDS = "django.contrib.auth.backends.ModelBackend"
"""The back end under which a persona is signed in."""


class SignIn(LoginView):
    """Ask for a name and a password; a passkey, or the company, may stand for both."""

    template_name = "web/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whom a demo can be walked as, and who else may vouch."""
        chosen = self.request.COOKIES.get("theme", "")
        companies = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        return super().get_context_data(**kwargs) | {
            "personas": asking.personas(self.request), "theme": chosen if chosen in asking.THEMES else "",
            "company": companies[0]["name"] if companies else "",
            "next": self.request.POST.get("next", self.request.GET.get("next", "")),
        }  # fmt: skip


sign_in = SignIn.as_view()
sign_out = require_POST(LogoutView.as_view())


@never_cache
@require_POST
def persona(request: HttpRequest) -> HttpResponse:
    """Become another persona of the demo."""
    name = request.POST.get("name", "")
    if name not in asking.personas(request):
        return asking.refused(request, Problem(
            "not_granted", "personas are switched between in a demo database, on its own machine",
            hint="sign in with a password"))  # fmt: skip
    user_id = people.user_id(name)
    user = ModelBackend().get_user(user_id)
    assert user is not None, "a persona is a user"
    login(request, user, backend=PASSWORDS)
    return redirect("home")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, *, number: int, proof: str) -> HttpResponse:
    """Let whoever was sent this address set a first password: once."""
    name = people.invited(number, proof)
    if name is None:
        gone = Problem("not_found", "this address is not good any more", hint="ask for another: `lowmark user invite`")
        return asking.refused(request, gone)
    problem = None
    if request.method == "POST":
        try:
            return _set(request, name)
        except Problem as refused:
            problem = refused
    status = 200 if problem is None else meaning(problem.code).status
    answer = render(request, "web/welcome.html", {"name": name, "problem": problem}, status=status)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _set(request: HttpRequest, name: str) -> HttpResponse:
    """Set the password.

    Raises: Problem `bad_request`, `weak_password`.
    """
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        raise Problem("bad_request", "the two are not the same", hint="write it twice")
    people.set_password(username=name, password=password)
    messages.success(request, f"The password of {name} is set: sign in with it.")
    return redirect("sign-in")
