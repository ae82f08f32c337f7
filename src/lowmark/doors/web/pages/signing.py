"""Sign in, sign out; and in a demo on this machine, switch between its personas without a password."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lowmark.core.kinds.problems import Problem
from lowmark.doors.web import asking
from lowmark.services import people

PASSWORDS = "django.contrib.auth.backends.ModelBackend"
"""The back end under which a persona is signed in."""


class SignIn(LoginView):
    """Ask for a name and a password."""

    template_name = "web/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whom a demo can be walked as."""
        chosen = self.request.COOKIES.get("theme", "")
        return super().get_context_data(**kwargs) | {
            "personas": asking.personas(self.request), "theme": chosen if chosen in asking.THEMES else "",
        }  # fmt: skip


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view(next_page="sign-in")


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
