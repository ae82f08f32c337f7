"""Ledger: the trial balance; of one account the entries that went through it; of one entry its lines, down to the move."""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.downloads import csv_file
from lowmark.doors.web.fields import last_month_end, optional_day, sequence
from lowmark.doors.web.navigation import may
from lowmark.doors.web.pages.explain import tree
from lowmark.doors.web.tables import Column, arranged, table
from lowmark.services.operations.statements import COMPARISONS, STAGES

TRIAL_BALANCE: Final = "trial_balance"
NEWEST: Final = 200
"""Entries of an account that are shown; a file of the journal has them all."""
BEHIND: Final = "Entries, newest first"
WITHIN: Final = "Ours in the trial balance, newest first"


@require_safe
@page
def ledger(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the trial balance, or what stands behind one account or entry of it."""
    as_of = optional_day(request.GET.get("as_of", ""), "as of") or last_month_end(date.today())  # noqa: DTZ011 -- it is shown
    pinned = sequence(request.GET.get("known_seq", ""), "known")
    account, entry = (request.GET.get(name, "").strip() for name in ("account", "entry"))
    stage, compare = (
        _one_of(request.GET.get(name, ""), known) for name, known in (("stage", STAGES), ("compare", COMPARISONS))
    )
    shown = ask(
        request, "statements", entity=entity, as_of=as_of, known_seq=pinned, compare=compare, stage=stage or "adjusted"
    )
    lines = [line for line in shown.lines if line.statement == TRIAL_BALANCE and not line.is_total]
    columns = _columns(request.path, shown)
    if request.GET.get("format") == "csv":
        return csv_file(arranged(request.GET, lines, columns=columns), columns=columns, currency=shown.currency,
                        name=f"{entity}-trial-balance-{as_of}.csv")  # fmt: skip
    chain = _chain(request, entity, shown, account, entry)
    of_account = chain and account and not entry
    mine = roles(request, entity)
    journals = ask(request, "list-journals", entity=entity).lines if may("list-journals", mine) else ()
    return show(
        request, "ledger.html", entity=entity, shown=shown, account=account, entry=entry, stage=stage, compare=compare,
        stages=STAGES, comparisons=COMPARISONS, pinned=pinned, chain=chain, journals=journals, newest=NEWEST,
        nodes=tree(chain.steps) if chain and entry else [], draft=_draft(entity) if may("draft-journal", mine) else "",
        entries=_entries(request.path, shown, chain, depth=1, caption=BEHIND) if of_account else None,
        within=_entries(request.path, shown, chain, depth=2, caption=WITHIN) if of_account else None,
        table=table({} if account or entry else request.GET.dict(), lines, columns=columns, currency=shown.currency,
                    caption="Trial balance"),
        debit_minor=sum(line.posted_minor for line in lines if line.posted_minor > 0),
        page_title=f"Entry {entry}" if entry else f"Account {account}" if account else "Ledger",
    )  # fmt: skip


def _chain(request: HttpRequest, entity: str, shown: Any, account: str, entry: str) -> Any:
    """Return what explains the account or the entry that is asked about."""
    if not account and not entry:
        return None
    subject = f"entry {entry}" if entry else f"account {account}"
    return ask(request, "explain", entity=entity, subject=subject, as_of=shown.as_of, known_seq=shown.known_seq)


def _entries(path: str, shown: Any, chain: Any, *, depth: int, caption: str) -> Any:
    """Return what stands behind an account, or behind its trial balance, as a table; an entry leads to itself."""
    tie_out = reverse("tie-out", kwargs={"entity": shown.entity})

    def leads(step: Any) -> str:
        day = shown.as_of.isoformat()
        return (
            f"{tie_out}?as_of={day}"
            if step.what != "entry"
            else f"{path}?{urlencode({'entry': step.name, 'as_of': day})}"
        )

    columns = [
        Column(key="name", title="Entry", link=leads), Column(key="words", title="What"),
        Column(key="amount_minor", title="Amount", kind="amount", link=leads, is_summed=True),
    ]  # fmt: skip
    steps = [step for step in chain.steps if step.depth == depth]
    return table({}, steps, columns=columns, currency=shown.currency, caption=caption, name="entries")


def _columns(path: str, shown: Any) -> list[Column]:
    """Return the columns of the trial balance: an account and its balance lead to its entries."""

    def leads(line: Any) -> str:
        asked = {"account": line.account, "as_of": shown.as_of.isoformat()}
        return f"{path}?{urlencode(asked)}"

    found = [
        Column(key="account", title="Account", link=leads), Column(key="caption", title="Name"),
        Column(key="posted_minor", title="Balance", kind="amount", link=leads, is_summed=True),
    ]  # fmt: skip
    if shown.compared_on:
        found.append(Column(key="earlier_minor", title=f"At {shown.compared_on}", kind="amount", is_summed=True))
    return [*found, Column(key="section", title="Section", kind="tag")]


def _draft(entity: str) -> str:
    return reverse("record-one", kwargs={"entity": entity, "operation": "draft-journal"})


def _one_of(text: str, known: tuple[str, ...]) -> str:
    return text if text in known else "none" if "none" in known else "adjusted"
