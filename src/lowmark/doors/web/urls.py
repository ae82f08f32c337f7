"""The addresses of the pages: entity first, then what is looked at. A run's name holds a slash, so it comes last."""

from django.urls import path

from lowmark.doors.web.pages import (
    explain,
    export_entries,
    home,
    imports,
    record,
    reports,
    run,
    runs,
    signing,
    statements,
    stock,
    style,
    tie_out,
    verifying,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("persona", signing.persona, name="persona"),
    path("theme", style.theme, name="theme"),
    path("style", style.style, name="style"),
    path("doctor", verifying.doctor, name="doctor"),
    path("<str:entity>/figures", stock.figures, name="figures"),
    path("<str:entity>/stock", stock.stock, name="stock"),
    path("<str:entity>/record", record.record, name="record"),
    path("<str:entity>/record/<slug:operation>", record.record_one, name="record-one"),
    path("<str:entity>/reports", reports.reports, name="reports"),
    path("<str:entity>/reports/<slug:operation>", reports.report, name="report"),
    path("<str:entity>/imports", imports.imports, name="imports"),
    path("<str:entity>/runs", runs.runs, name="runs"),
    path("<str:entity>/decide/<path:run>", run.decide, name="decide"),
    path("<str:entity>/post/<path:run>", run.post, name="post"),
    path("<str:entity>/runs/<path:run>", run.run, name="run"),
    path("<str:entity>/statements", statements.statements, name="statements"),
    path("<str:entity>/tie-out", tie_out.tie_out, name="tie-out"),
    path("<str:entity>/export-entries", export_entries.export_entries, name="export-entries"),
    path("<str:entity>/verify", verifying.verify, name="verify"),
    path("<str:entity>/explain", explain.explain, name="explain"),
]
