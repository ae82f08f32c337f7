"""Where one can go: the sections of an entity, each shown to those whose role may ask for what it shows.

Before this: the catalogue's policies. After this: `asking`, which puts them into the frame of every page.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.urls import get_script_prefix, reverse

from lowmark.core.kinds.problems import Problem
from lowmark.services.catalogue import BY_NAME

SECTIONS: Final = {
    "home": "home", "plan": "plan", "runs": "runs", "run": "runs", "statements": "statements", "group": "group",
    "explain": "explain", "stock": "stock", "shelves": "stock", "forecast": "forecast",
    "impact": "impact", "evidence": "evidence", "ledger": "ledger", "audit": "audit", "settings": "settings",
    "close": "close", "record": "record", "record-one": "record", "reports": "reports",
    "report": "reports", "journal": "reports", "formula-change": "reports",
    "trace": "reports", "count": "record", "imports": "imports", "jobs": "jobs",
    "job": "jobs", "tie-out": "tie-out",
    "export-entries": "export-entries", "verify": "verify", "doctor": "doctor", "style": "style",
}  # fmt: skip
"""The section of the rail that each page belongs to."""

ANYBODY, SIGNED_IN, ITS_OWN = "", "signed in", "its own"

POLICIES: Final = {
    "home": SIGNED_IN, "style": SIGNED_IN, "tokens": SIGNED_IN, "record": SIGNED_IN, "reports": SIGNED_IN,
    "sign-in": ANYBODY, "sign-out": ANYBODY, "welcome": ANYBODY, "persona": ANYBODY, "theme": ANYBODY,
    "record-one": ITS_OWN, "report": ITS_OWN, "doctor": "doctor", "figures": "cost", "pictures": "trend", "stock": "cost",
    "shelves": "positions",
    "imports": "import", "jobs": "jobs", "job": "job", "cancel-job": "cancel-job", "runs": "list-runs", "run": "show-run",
    "plan": "show-plan", "journal": "show-journal", "formula-change": "show-formula-change",
    "decide": "approve", "post": "post", "statements": "statements",
    "impact": "impact", "review": "review", "evidence": "worklist", "ledger": "statements", "audit": "list-seals",
    "settings": "settings", "group": "group-close", "tie-out": "tie-out",
    "close": "close-board", "close-act": "close-board", "forecast": "show-forecast",
    "export-entries": "export-entries", "verify": "verify", "explain": "explain", "trace": "trace", "count": "count",
}  # fmt: skip
"""Whom each page is for: whoever may ask for this operation. A page that is not named here does not start."""

GROUPS: Final = {
    "Stock": ("receive", "issue", "transfer", "transfer-title", "adjust", "produce", "change-cost", "reverse"),
    "Warehouse": (
        "order",
        "issue-picked",
        "ship",
        "receive-transfer",
        "reserve",
        "hold",
        "release",
        "recall",
        "scrap",
        "add-place",
        "move-place",
        "set-status",
        "set-substitute",
        "define-kit",
    ),
    "Counting": ("count", "freeze-place", "thaw-place", "post-count", "accrue-shrinkage"),
    "Valuation": (
        "write-off",
        "adjust-allowance",
        "verify-evidence",
        "expect-returns",
        "true-up",
        "estimate-inventory",
        "set-caption",
        "draft-formula-change",
    ),
    "Ledger": (
        "draft-journal",
        "draft-tax",
        "draft-formula-tax",
        "draft-commitments",
        "post-journal",
        "classify-entry",
    ),
    "Close": ("review", "close", "close-year", "open-periods", "seal"),
    "Group": ("sell-within", "intercompany", "consolidate", "set-ownership", "map-account"),
    "Demand": ("forecast", "correct-demand"),
    "Prevention": ("plan", "decide-action"),
    "Settings": (
        "set-policy",
        "adopt-proposal",
        "add-book",
        "carry-books",
        "grant",
        "delegate",
        "set-limit",
        "set-approval-rule",
        "add-webhook",
        "remove-webhook",
    ),
}
"""Commands that have a form made from their request, in the order in which they are offered."""

REPORTS: Final = {
    "Ledger": ("by-dimension", "budget", "misstatements", "entries", "journal", "list-journals", "show-journal"),
    "Industry": ("industry", "horizons", "impairment"),
    "Stock": (
        "positions",
        "moves",
        "ageing",
        "stock-trends",
        "orders",
        "pick",
        "kits",
        "history",
        "trace",
        "scan",
        "labels",
        "cut-off",
        "worklist",
        "cost-components",
        "recost",
    ),
    "Counting": ("count-plan", "frozen-places", "count-variances", "count-roll", "count-sample", "confirmations"),
    "What if": ("what-if", "sensitivity", "change-of-method", "list-formula-changes", "show-formula-change"),
    "Write-downs": ("trend", "roll-forward", "look-back", "impact", "significance", "commitments"),
    "Demand": ("demand", "replenish", "back-test", "expected-write-down"),
    "Audit": ("access-review", "audit-log", "export-checkpoint", "export-facts", "facts", "webhooks"),
    "Prevention": ("outlook", "plan-results"),
    "Notes": ("disclosures", "ratios", "tax"),
    "Files": ("report", "binder"),
    "Group": (
        "group-close",
        "match-intercompany",
        "group-retest",
        "group-impact",
        "remeasure",
        "show-consolidation",
        "group-disclosures",
    ),
}
"""Queries that have a page made from their request and their answer, in the order in which they are offered."""

TITLES: Final = {
    "draft-formula-change": "Draft a change of formula", "draft-formula-tax": "Draft the tax on a change of formula",
    "list-formula-changes": "Changes of formula", "show-formula-change": "One change of formula",
    "list-journals": "Journals drafted by hand", "show-journal": "One journal drafted by hand",
}  # fmt: skip
"""What operations are called whose names say less than a person would."""

_RAIL: Final = (
    (("stock", "Stock", ("cost",)), ("record", "Record", tuple(name for group in GROUPS.values() for name in group)),
     ("imports", "Imports", ("import",))),
    (("close", "Close", ("close-board",)), ("evidence", "Evidence", ("worklist",)), ("runs", "Runs", ("list-runs",)),
     ("impact", "Impact", ("impact",)), ("ledger", "Ledger", ("statements",)), ("statements", "Statements", ("statements",)),
     ("tie-out", "Tie-out", ("tie-out",)), ("reports", "Reports", tuple(name for group in REPORTS.values() for name in group))),
    (("forecast", "Forecast", ("show-forecast",)), ("plan", "Plan", ("show-plan",)), ("group", "Group", ("group-close",))),
    (("audit", "Audit", ("list-seals",)), ("explain", "Explain", ("explain",)), ("verify", "Verify", ("verify",)),
     ("export-entries", "Export", ("export-entries",)), ("jobs", "Jobs", ("jobs",)), ("settings", "Settings", ("settings",))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the rail."""

    section: str
    title: str
    address: str
    begins_group: bool


def called(operation: str) -> str:
    """Name an operation for a person.

    >>> called("look-back"), called("draft-formula-change")
    ('Look back', 'Draft a change of formula')
    """
    return TITLES.get(operation) or operation.replace("-", " ").capitalize()


def may(operation: str, roles: tuple[str, ...]) -> bool:
    """Whether holders of these roles may ask for an operation.

    >>> may("propose", ("preparer",)), may("approve", ("preparer", "auditor"))
    (True, False)
    """
    return bool(set(BY_NAME[operation].policy.roles) & set(roles))


def require_place(name: str, entity: str, roles: tuple[str, ...]) -> None:
    """Refuse a page of an entity to whoever may not ask there for what it shows; the same where there is no entity.

    Raises: Problem ``not_granted``.
    """
    policy = POLICIES[name]
    asked = () if policy in (ANYBODY, SIGNED_IN, ITS_OWN) else BY_NAME[policy].policy.roles
    if entity and (not roles or (asked and not set(asked) & set(roles))):
        raise Problem("not_granted", f"you may not see this in {entity!r}",
                      hint="ask its administrator for a role" + (f": {', '.join(asked)}" if asked else ""))  # fmt: skip


def places(entity: str, roles: tuple[str, ...]) -> tuple[Place, ...]:
    """Return the links of an entity's rail.

    >>> [place.title for place in places("MAPLE", ("warehouse",))]
    ['Stock', 'Record', 'Imports', 'Close', 'Reports', 'Plan', 'Jobs']
    """
    return _places(entity, roles, get_script_prefix())


@lru_cache(maxsize=1024)
def _places(entity: str, roles: tuple[str, ...], prefix: str) -> tuple[Place, ...]:
    """Return the links: the same for the same roles, as long as the program runs under the same prefix."""
    assert prefix, "the root has one: /"
    found: list[Place] = []
    for group in _RAIL:
        open_to_me = [one for one in group if any(may(name, roles) for name in one[2])]
        found += [
            Place(section, title, reverse(section, kwargs={"entity": entity}), begins_group=not number)
            for number, (section, title, _operations) in enumerate(open_to_me)
        ]
    return tuple(found)


def elsewhere(section: str, entities: tuple[tuple[str, str, tuple[str, ...]], ...]) -> list[tuple[str, str, str]]:
    """Return code, name and address of my entities: the same section where I may see it there, else its first."""
    found = []
    for code, name, roles in entities:
        there = places(code, roles)
        same = [place for place in there if place.section == section]
        found.append((code, name, (same or there)[0].address if there else reverse("home")))
    return found
