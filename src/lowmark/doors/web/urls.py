"""The addresses of the pages: entity first, then what is looked at. A run's name holds a slash, so it comes last."""

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.urls import include, path, re_path

from lowmark.doors.web import company
from lowmark.doors.web.navigation import POLICIES
from lowmark.doors.web.pages import (
    audit,
    close,
    count,
    drafts,
    evidence,
    explain,
    export_entries,
    forecast,
    group,
    home,
    impact,
    imports,
    jobs,
    ledger,
    plan,
    record,
    reports,
    run,
    runs,
    settings,
    shelves,
    signing,
    statements,
    stock,
    style,
    tie_out,
    tokens,
    trace,
    verifying,
)

SIGNING_IN = [
    path("", include("allauth.mfa.urls")),
    path("in", signing.sign_in, name="account_login"),
    path("out", signing.sign_out, name="account_logout"),
    path("again", account.reauthenticate, name="account_reauthenticate"),
    path("password", account.password_change, name="account_change_password"),
    path("password/first", account.password_set, name="account_set_password"),
    path("inactive", account.account_inactive, name="account_inactive"),
    path(
        "company/oidc/",
        include(
            [
                re_path(
                    r"^(?P<provider_id>[^/]+)/",
                    include(
                        [
                            path("login/", company.login, name="openid_connect_login"),
                            path("login/callback/", company.callback, name="openid_connect_callback"),
                        ]
                    ),
                )
            ]
        ),
    ),
    path("company/error", social.login_error, name="socialaccount_login_error"),
    path("company/cancelled", social.login_cancelled, name="socialaccount_login_cancelled"),
]
"""What django-allauth shows, under the names that it asks for; nobody signs up, and no mail is sent."""

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("welcome/<int:number>/<str:proof>", signing.welcome, name="welcome"),
    path("tokens", tokens.tokens, name="tokens"),
    path("signing-in/", include(SIGNING_IN)),
    path("persona", signing.persona, name="persona"),
    path("theme", style.theme, name="theme"),
    path("style", style.style, name="style"),
    path("doctor", verifying.doctor, name="doctor"),
    path("<str:entity>/figures", stock.figures, name="figures"),
    path("<str:entity>/pictures", home.pictures, name="pictures"),
    path("<str:entity>/stock", stock.stock, name="stock"),
    path("<str:entity>/stock/where", shelves.shelves, name="shelves"),
    path("<str:entity>/forecast", forecast.forecast, name="forecast"),
    path("<str:entity>/record", record.record, name="record"),
    path("<str:entity>/record/<slug:operation>", record.record_one, name="record-one"),
    path("<str:entity>/reports", reports.reports, name="reports"),
    path("<str:entity>/reports/<slug:operation>", reports.report, name="report"),
    path("<str:entity>/journals/<path:document>", drafts.journal, name="journal"),
    path("<str:entity>/formula-changes/<path:document>", drafts.formula_change, name="formula-change"),
    path("<str:entity>/plan", plan.plan, name="plan"),
    path("<str:entity>/imports", imports.imports, name="imports"),
    path("<str:entity>/jobs", jobs.jobs, name="jobs"),
    path("<str:entity>/jobs/<slug:job>", jobs.job, name="job"),
    path("<str:entity>/jobs/<slug:job>/cancel", jobs.cancel_job, name="cancel-job"),
    path("<str:entity>/runs", runs.runs, name="runs"),
    path("<str:entity>/decide/<path:run>", run.decide, name="decide"),
    path("<str:entity>/post/<path:run>", run.post, name="post"),
    path("<str:entity>/review/<path:run>", run.review, name="review"),
    path("<str:entity>/runs/<path:run>", run.run, name="run"),
    path("<str:entity>/impact", impact.impact, name="impact"),
    path("<str:entity>/evidence", evidence.evidence, name="evidence"),
    path("<str:entity>/ledger", ledger.ledger, name="ledger"),
    path("<str:entity>/audit", audit.audit, name="audit"),
    path("<str:entity>/settings", settings.settings, name="settings"),
    path("<str:entity>/statements", statements.statements, name="statements"),
    path("<str:entity>/group", group.group, name="group"),
    path("<str:entity>/close", close.close, name="close"),
    path("<str:entity>/close/act", close.act, name="close-act"),
    path("<str:entity>/tie-out", tie_out.tie_out, name="tie-out"),
    path("<str:entity>/export-entries", export_entries.export_entries, name="export-entries"),
    path("<str:entity>/verify", verifying.verify, name="verify"),
    path("<str:entity>/explain", explain.explain, name="explain"),
    path("<str:entity>/count", count.count, name="count"),
    path("<str:entity>/trace", trace.trace, name="trace"),
]

OURS = {one.name for one in urlpatterns if getattr(one, "name", None)}
assert set(POLICIES) == OURS, f"say in navigation.POLICIES for whom: {sorted(OURS ^ set(POLICIES))}"
