"""Where one can go: the sections of an entity, each shown to those whose role may ask for what it shows.

Before this: the catalogue's policies. After this: `asking`, which puts them into the frame of every page.
"""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from lowmark.services.catalogue import BY_NAME

SECTIONS: Final = {
    "home": "home", "runs": "runs", "run": "runs", "statements": "statements", "explain": "explain", "stock": "stock",
    "record": "record", "record-one": "record", "reports": "reports",
    "report": "reports", "imports": "imports", "tie-out": "tie-out",
    "export-entries": "export-entries", "verify": "verify", "doctor": "doctor", "style": "style",
}  # fmt: skip
"""The section of the rail that each page belongs to."""

GROUPS: Final = {
    "Stock": ("receive", "issue", "transfer", "transfer-title", "adjust", "produce", "change-cost", "reverse"),
    "Valuation": (
        "write-off",
        "adjust-allowance",
        "verify-evidence",
        "expect-returns",
        "estimate-inventory",
        "set-caption",
    ),
    "Close": ("close", "seal"),
    "Settings": ("set-policy", "add-book", "grant"),
}
"""Commands that have a form made from their request, in the order in which they are offered."""

REPORTS: Final = {
    "Stock": ("cut-off", "worklist", "recost"),
    "What if": ("what-if", "sensitivity"),
    "Write-downs": ("roll-forward", "look-back", "impact", "significance", "commitments"),
    "Notes": ("disclosures", "ratios", "tax"),
}
"""Queries that have a page made from their request and their answer, in the order in which they are offered."""

_RAIL: Final = (
    (("stock", "Stock", ("cost",)), ("record", "Record", tuple(name for group in GROUPS.values() for name in group)),
     ("imports", "Imports", ("import",))),
    (("runs", "Runs", ("list-runs",)), ("statements", "Statements", ("statements",)),
     ("reports", "Reports", tuple(name for group in REPORTS.values() for name in group)),
     ("explain", "Explain", ("explain",))),
    (("tie-out", "Tie-out", ("tie-out",)), ("export-entries", "Export", ("export-entries",)),
     ("verify", "Verify", ("verify",))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the rail."""

    section: str
    title: str
    address: str
    begins_group: bool


def may(operation: str, roles: tuple[str, ...]) -> bool:
    """Whether holders of these roles may ask for an operation.

    >>> may("propose", ("preparer",)), may("approve", ("preparer", "auditor"))
    (True, False)
    """
    return bool(set(BY_NAME[operation].policy.roles) & set(roles))


def places(entity: str, roles: tuple[str, ...]) -> list[Place]:
    """Return the links of an entity's rail.

    >>> [place.title for place in places("MAPLE", ("warehouse",))]
    ['Stock', 'Record', 'Imports', 'Reports']
    """
    found: list[Place] = []
    for group in _RAIL:
        open_to_me = [one for one in group if any(may(name, roles) for name in one[2])]
        found += [
            Place(section, title, reverse(section, kwargs={"entity": entity}), begins_group=not number)
            for number, (section, title, _operations) in enumerate(open_to_me)
        ]
    return found


def elsewhere(section: str, entities: tuple[tuple[str, str, tuple[str, ...]], ...]) -> list[tuple[str, str, str]]:
    """Return code, name and address of my entities: the same section where I may see it there, else its first."""
    found = []
    for code, name, roles in entities:
        there = places(code, roles)
        same = [place for place in there if place.section == section]
        found.append((code, name, (same or there)[0].address if there else reverse("home")))
    return found
