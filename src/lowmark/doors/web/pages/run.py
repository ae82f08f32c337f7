"""One run, the workbench: its proposals, grouped and sorted, with what binds and on which evidence; accept lines, return,
approve, post. Of the line that is looked at its tiers and evidence stand beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lowmark.core.kinds.money import format_minor
from lowmark.core.kinds.problems import Problem
from lowmark.doors.presenting.pictures import of_run, of_tiers
from lowmark.doors.web.asking import ask, page, personas, principal, roles, show
from lowmark.doors.web.downloads import csv_file
from lowmark.doors.web.files import of_run as of_this_run
from lowmark.doors.web.navigation import may
from lowmark.doors.web.tables import Column
from lowmark.doors.web.templatetags.figures import words
from lowmark.services import proofs

FIGURES = ("cost_minor", "carrying_minor", "required_minor", "held_minor", "change_minor")


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that go one way, with their sums in the order of `FIGURES`."""

    title: str
    lines: tuple[Any, ...]
    sums: tuple[int, ...]


GROUPED: Final = ("way", "reason", "evidence", "state")
"""By what lines can stand together."""

SORTED: Final[dict[str, Callable[[Any], Any]]] = {
    "change": lambda line: -abs(line.change_minor), "cost": lambda line: -line.cost_minor,
    "required": lambda line: -line.required_minor, "item": lambda line: (line.item, line.lot),
}  # fmt: skip
"""In which order they can stand."""

REVIEWED: Final = "review"

LIFE = ("calculated", "proposed", "approved", "posted")
"""A run's life, where nothing sends it back."""

COLUMNS = (
    *(Column(key=key, title=key) for key in ("item", "name", "lot")),
    Column(key="quantity_micro", title="quantity", kind="quantity"),
    *(Column(key=key, title=key, kind="amount") for key in ("cost_minor", "value_minor", *FIGURES[1:])),
    *(Column(key=key, title=key) for key in ("reason", "evidence_kind", "evidence_lines", "state")),
)
"""What the file of a run's lines holds."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a run's life."""

    name: str
    is_done: bool
    is_current: bool
    who: str = ""
    is_fallen: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The line that is looked at: what stands behind it, and where it can be overridden."""

    line: Any
    chart: Any
    estimates: tuple[Any, ...]
    markets: tuple[Any, ...]
    override: str


@dataclass(slots=True)
class Evidence:
    """A kind of evidence, and what rests on it in this run."""

    kind: str
    pieces: int = 0
    units: int = 0
    change_minor: int = 0


@require_safe
@page
def run(request: HttpRequest, *, entity: str, run: str) -> HttpResponse:
    """Show the run."""
    shown = ask(request, "show-run", entity=entity, run=run)
    if request.GET.get("format") == "csv":
        return csv_file(shown.lines, columns=COLUMNS, currency=shown.currency, name=f"{entity}-run-{run}.csv")
    mine, me = roles(request, entity), principal(request).username
    by, order = (
        _one_of(request.GET.get(name, ""), known) for name, known in (("group", GROUPED), ("sort", tuple(SORTED)))
    )
    return show(
        request, "run.html", entity=entity, run=shown, groups=groups(shown.lines, by=by, order=order),
        others=others(shown), totals=sums([shown]), needs_password=me not in personas(request),
        ways=proofs.ways(principal(request).user_id or 0), page_title=f"Run {run}", by=by, order=order,
        files=of_this_run(entity, run, mine),
        grouped=GROUPED, sorted=tuple(SORTED), chosen=chosen(shown, request.GET, mine), chart=of_run(shown),
        charge_minor=sum(max(line.change_minor, 0) for line in shown.lines),
        reversal_minor=sum(max(-line.change_minor, 0) for line in shown.lines),
        steps=steps(shown), evidence=evidence(shown.lines), prepared_by_me=shown.prepared_by == me,
        may_review=may(REVIEWED, mine) and shown.state == "proposed" and shown.prepared_by != me,
        may_decide="approver" in mine and shown.state == "proposed",
        may_post=bool({"poster", "approver"} & set(mine)) and shown.state == "approved",
    )  # fmt: skip


@require_POST
@page
def review(request: HttpRequest, *, entity: str, run: str) -> HttpResponse:
    """Accept the lines that are ticked, or all that are open; or send the run back with a comment."""
    decision = request.POST.get("decision", "")
    ticked = [] if decision == "all" else request.POST.getlist("item")
    if decision == "ticked" and not ticked:
        raise Problem("bad_request", "no line is ticked", hint="tick the lines to accept, or accept all that are open")
    done = ask(request, REVIEWED, entity=entity, run=run, run_hash=request.POST.get("run_hash", ""), items=",".join(ticked),
               decision="returned" if decision == "returned" else "accepted",
               comment=request.POST.get("comment", "").strip())  # fmt: skip
    told = f"{done.accepted} lines accepted, {done.open_lines} open" if decision != "returned" else f"is {done.state}"
    messages.success(request, f"Run {run}: {told}.")
    return redirect("run", entity=entity, run=run)


@require_POST
@page
def decide(request: HttpRequest, *, entity: str, run: str) -> HttpResponse:
    """Approve or return the run, bound to the hash of what was shown, on a fresh proof of who decides."""
    run_hash, decision = request.POST.get("run_hash", ""), request.POST.get("decision", "")
    if decision not in ("approved", "returned"):
        raise Problem("bad_request", f"{decision!r} is no decision", hint="approve, or return")
    said = proofs.Proof(**{name: request.POST.get(name, "") for name in ("password", "code", "passkey")})
    proof = proofs.step_up(actor=principal(request), entity=entity, bound_hash=run_hash, proof=said, request=request)
    done = ask(request, "approve", step_up_id=proof, entity=entity, run=run, run_hash=run_hash, decision=decision,
               comment=request.POST.get("comment", "").strip())  # fmt: skip
    messages.success(request, f"Run {run} is {done.state}.")
    return redirect("run", entity=entity, run=run)


@require_POST
@page
def post(request: HttpRequest, *, entity: str, run: str) -> HttpResponse:
    """Post the approved run."""
    done = ask(request, "post", entity=entity, run=run)
    messages.success(request, f"Run {run} is {done.state}: {', '.join(done.entries) or 'no entry was needed'}.")
    return redirect("run", entity=entity, run=run)


def groups(lines: tuple[Any, ...], *, by: str = "way", order: str = "change") -> list[Group]:
    """Group a run's lines, by the way they go if nothing else is said; within a group they stand in the order asked for.

    >>> groups(())
    []
    """
    ranked = sorted(lines, key=SORTED[order])
    named: dict[str, list[Any]] = {"Write-downs": [], "Reversals": [], "No change": []} if by == "way" else {}
    for line in ranked:
        named.setdefault(_name(line, by), []).append(line)
    return [Group(title, tuple(some), sums(some)) for title, some in named.items() if some]


def chosen(shown: Any, asked: Mapping[str, str], mine: tuple[str, ...]) -> Chosen | None:
    """Return the line that the address names by its item and lot, with all that is known of it."""
    item, lot = asked.get("item", ""), asked.get("lot", "")
    line = next((one for one in shown.lines if (one.item, one.lot) == (item, lot)), None) if item else None
    if line is None:
        return None

    def of_it(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(row for row in rows if (row.item, row.lot) == (item, lot))

    parts = of_it(shown.tiers)
    told = {"as_of": shown.as_of.isoformat(), "reason": line.reason, "because": f"Instead of {shown.run}, {item}: ",
            "amount": format_minor(-line.change_minor, shown.currency)}  # fmt: skip
    form = reverse("record-one", kwargs={"entity": shown.entity, "operation": "adjust-allowance"})
    return Chosen(
        line=line, chart=of_tiers(parts, name=item, currency=shown.currency) if parts else None,
        estimates=of_it(shown.estimates), markets=of_it(shown.markets),
        override=f"{form}?{urlencode(told)}" if may("adjust-allowance", mine) and shown.state != "posted" else "",
    )  # fmt: skip


def _name(line: Any, by: str) -> str:
    if by == "way":
        return "Write-downs" if line.change_minor > 0 else "Reversals" if line.change_minor < 0 else "No change"
    said = {"reason": line.reason, "evidence": line.evidence_kind or "no_evidence", "state": line.state}[by]
    return words(said).capitalize()


def _one_of(text: str, known: tuple[str, ...]) -> str:
    return text if text in known else known[0]


def steps(shown: Any) -> list[Step]:
    """Return where a run is in its life; what sent it back stands at the end.

    >>> from types import SimpleNamespace as Run
    >>> [one.name for one in steps(Run(state="returned", prepared_by="ada", decided_by="ben")) if one.is_done]
    ['calculated', 'proposed', 'returned']
    """
    reached = LIFE.index(shown.state) if shown.state in LIFE else 1
    who = {"proposed": shown.prepared_by, "approved": shown.decided_by}
    found = [
        Step(name, place <= reached, name == shown.state, who.get(name, "") if place <= reached else "")
        for place, name in enumerate(LIFE)
    ]
    if shown.state not in LIFE:
        found[2:] = [Step(shown.state, is_done=True, is_current=True, who=shown.decided_by, is_fallen=True)]
    return found


def evidence(lines: Any) -> list[Evidence]:
    """Return the kinds of evidence that lines rest on, the most telling first."""
    found: dict[str, Evidence] = {}
    for line in lines:
        one = found.setdefault(line.evidence_kind or "no_evidence", Evidence(line.evidence_kind or "no_evidence"))
        one.pieces += line.evidence_lines
        one.units += 1
        one.change_minor += line.change_minor
    return sorted(found.values(), key=lambda one: -abs(one.change_minor))


def others(shown: Any) -> tuple[int, ...]:
    """Return what the run tested and does not list, so that the table foots; empty where it lists everything."""
    rest = tuple(total - listed for total, listed in zip(sums([shown]), sums(shown.lines), strict=True))
    return rest if any(rest) else ()


def sums(lines: Any) -> tuple[int, ...]:
    """Add each figure up."""
    return tuple(sum(getattr(line, name) for line in lines) for name in FIGURES)
