"""Where a page leads from figures that a change made others.

Before this: the words of a response. After this: the templates.
"""

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def changed_by(what: str, entity: str) -> str:
    """Return the page of the change that figures are restated for; nothing where it is something else.

    >>> changed_by("change of formula CF-1", "MAPLE"), changed_by("a material error", "MAPLE")
    ('/MAPLE/formula-changes/CF-1', '')
    """
    document = what.removeprefix("change of formula ")
    return "" if document == what else reverse("formula-change", kwargs={"entity": entity, "document": document})
