"""The addresses of the pages: entity first, then what is looked at. A run's name holds a slash, so it comes last."""

from django.urls import path

from lowmark.doors.web.pages import explain, home, run, runs, signing, statements

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("persona", signing.persona, name="persona"),
    path("<str:entity>/runs", runs.runs, name="runs"),
    path("<str:entity>/decide/<path:run>", run.decide, name="decide"),
    path("<str:entity>/post/<path:run>", run.post, name="post"),
    path("<str:entity>/runs/<path:run>", run.run, name="run"),
    path("<str:entity>/statements", statements.statements, name="statements"),
    path("<str:entity>/explain", explain.explain, name="explain"),
]
