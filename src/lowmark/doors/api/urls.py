"""The addresses of the REST API: its routes under /api/v1/, and a problem for whatever else is asked under /api/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from lowmark.doors.api import problems
from lowmark.doors.api.routes import build


@csrf_exempt
def nowhere(_request: HttpRequest) -> HttpResponse:
    """Answer that there is no such route."""
    return problems.answer(problems.no_such_route())


API = build()

urlpatterns = [
    path("v1/", API.urls),
    re_path("", nowhere),
]
