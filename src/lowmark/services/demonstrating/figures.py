"""What is particular to an industry, in figures: each asked for at a door, as anybody could ask.

Before this: the walk. After this: the demo's summary; a test holds each figure to the one worked by hand in the pack.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.industries.read import read_pack
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import File
from lowmark.services.operations.demo import Figure


def figures_of(
    industry: str, *, asking: Callable[[str], Actor], file: Callable[[str, str], File]
) -> tuple[Figure, ...]:
    """Return the figures that a pack shows of its special rule.

    Shapes: each of `shown` says an operation and its arguments; `rows` and `where` choose rows of its answer, all without; `take`
            is the field that is shown, summed over the rows. A refusal is shown by its code.
    """
    shown = read_pack(industry).sample["shown"] if industry else ()
    return tuple(
        Figure(
            entity=one["entity"],
            says=one["says"],
            figure=_figure(one, asking(one.get("as", "ben")), file),
            comes_to=one["comes_to"],
        )
        for one in shown
    )


def _figure(one: Mapping[str, Any], actor: Actor, file: Callable[[str, str], File]) -> str:
    operation = BY_NAME[one["operation"]]
    said = dict(one["arguments"])
    if "file" in said:
        said["file"] = file(one["entity"], said["file"])
    try:
        answer = call(operation, operation.request(entity=one["entity"], **said), actor=actor)
    except Problem as problem:
        return problem.code
    rows = [answer]
    if "rows" in one:
        rows = [row for row in getattr(answer, one["rows"]) if _is_meant(row, one.get("where", {}))]
    values = [getattr(row, one["take"]) for row in rows] if one["take"] else [len(rows)]
    return _shown(one["take"], values, getattr(answer, "currency", ""))


def _is_meant(row: Any, where: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in where.items())


def _shown(name: str, values: list[Any], currency: str) -> str:
    if not values:
        return "none"
    if name.endswith("_minor"):
        return present_minor(sum(value or 0 for value in values), currency)
    if name.endswith("_micro"):
        return format_micro(sum(values))
    return ", ".join(value.isoformat() if isinstance(value, date) else str(value) for value in values)
