"""Figures in a page: money, quantities, words, and the address that explains each.

Before this: a response of a service. After this: the templates.
"""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.quantity import format_micro

register = template.Library()

EMPTY = "–"
CAUSES = {
    "expired": "expired", "damaged": "damaged", "spoiled": "damaged", "recall": "damaged", "price_decline": "price",
    "excess": "excess", "obsolete": "slow", "slow_moving": "slow",
}  # fmt: skip
"""The colour of each reason; causes alike share one."""
STATES = {"posted": "ok", "approved": "ok", "proposed": "wait", "calculated": "wait", "returned": "bad", "stale": "bad"}


@register.filter
def minor(value: int | None, currency: str) -> str:
    """Write money: thousands apart, negatives in parentheses.

    >>> minor(-123450, "CAD"), minor(None, "CAD")
    ('(1,234.50)', '–')
    """
    return EMPTY if value is None else present_minor(value, currency)


@register.filter
def micro(value: int | None) -> str:
    """Write a quantity.

    >>> micro(1_234_500_000), micro(None)
    ('1,234.5', '–')
    """
    if value is None:
        return EMPTY
    whole, point, fraction = format_micro(abs(value)).partition(".")
    shown = f"{int(whole):,}{point}{fraction}"
    return f"({shown})" if value < 0 else shown


@register.filter
def words(code: str) -> str:
    """Write a code as words.

    >>> words("post_period_sale")
    'post period sale'
    """
    return code.replace("_", " ")


@register.filter
def cause(reason: str) -> str:
    """Return the colour of a reason."""
    return CAUSES.get(reason, "other")


@register.filter
def mark(state: str) -> str:
    """Return the mark of a state: done, waiting, or fallen."""
    return STATES.get(state, "")


@register.filter
def leaning(change_minor: int) -> str:
    """Return whether a change of allowance is a loss or a gain."""
    return "loss" if change_minor > 0 else "gain" if change_minor < 0 else ""


@register.simple_tag
def explained(entity: str, subject: str, as_of: Any = None, known_seq: int = 0) -> str:
    """Return the address that explains a figure."""
    asked = {"subject": subject}
    if as_of:
        asked["as_of"] = as_of.isoformat()
    if known_seq:
        asked["known_seq"] = str(known_seq)
    return f"{reverse('explain', kwargs={'entity': entity})}?{urlencode(asked)}"


@register.simple_tag
def unit(line: Any, run: str = "") -> str:
    """Return what a line of a run is called when it is to be explained: the item, its lot, the run."""
    subject = f"run {run} item {line.item}" if run else f"item {line.item}"
    return f"{subject} lot {line.lot}" if line.lot else subject
