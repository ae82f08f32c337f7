"""Why an allowance was charged, and when: which of several stands, and which goes first.

Before this: charges of several reasons and years. After this: `carrying`, when what they charged comes together. Source: ASC
330-10-35-14.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Label(NamedTuple):
    """Why an allowance was charged, and in which fiscal year."""

    reason: str
    fiscal_year: int


def one_label(parts: Mapping[Label, int]) -> Label:
    """Return the reason and year under which allowances of several stand when they come together on one layer.

    The reason is that of most of it. The year is the *oldest*: what an earlier year charged is cost from then on and
    may not be recovered (ASC 330-10-35-14), while a charge that looks older than it is only stays longer. So last
    year's charge never looks like this year's, whichever is larger.

    >>> one_label({Label("expired", 2025): 5, Label("damaged", 2026): 90})
    Label(reason='damaged', fiscal_year=2025)
    """
    by_reason: dict[str, int] = {}
    for label, amount_minor in parts.items():
        by_reason[label.reason] = by_reason.get(label.reason, 0) + amount_minor
    reason = min(by_reason, key=lambda name: (-by_reason[name], name))
    return Label(reason, min(label.fiscal_year for label, amount_minor in parts.items() if amount_minor))


def over_cost(brought: Mapping[Label, int], cost_minor: int) -> dict[Label, int]:
    """Return what the cost with which goods arrive does not bear, by label: the newest year's goes first."""
    over, found = sum(brought.values()) - cost_minor, {}
    for label in sorted(brought, key=oldest_first, reverse=True):
        if over > 0:
            found[label] = min(over, brought[label])
            over -= found[label]
    return found


def oldest_first(label: Label) -> tuple[int, str]:
    """Return the key by which the oldest comes first."""
    return label.fiscal_year, label.reason
