"""How a figure came to be: the chain from the figure down to its moves, evidence, rule, parameter and person."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, show
from lowmark.doors.web.fields import optional_day, sequence


@dataclass(slots=True)
class Node:
    """A step, and the steps that it rests on."""

    step: Any
    below: "list[Node]" = field(default_factory=list)


@require_safe
@page
def explain(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the chain of the subject asked for, or the form that asks for one."""
    subject = request.GET.get("subject", "").strip()
    as_of = optional_day(request.GET.get("as_of", ""), "as of")
    known_seq = sequence(request.GET.get("known_seq", ""), "known")
    shown = None
    if subject:
        shown = ask(request, "explain", entity=entity, subject=subject, as_of=as_of, known_seq=known_seq)
    return show(request, "explain.html", entity=entity, subject=subject, as_of=as_of, known_seq=known_seq, shown=shown,
                page_title=subject or "Explain a figure", nodes=tree(shown.steps) if shown else [])  # fmt: skip


def tree(steps: Any) -> list[Node]:
    """Nest steps by their depth.

    Domain: a step lies below the nearest earlier one that is less deep.

    >>> from collections import namedtuple
    >>> Step = namedtuple("Step", "depth name")
    >>> [(n.step.name, [b.step.name for b in n.below]) for n in tree([Step(0, "a"), Step(1, "b"), Step(1, "c")])]
    [('a', ['b', 'c'])]
    """
    top: list[Node] = []
    path: list[Node] = []
    for step in steps:
        while path and path[-1].step.depth >= step.depth:
            path.pop()
        node = Node(step)
        (path[-1].below if path else top).append(node)
        path.append(node)
    return top
