"""Forms made from the catalogue: a field of a request is a field of a form, with its meaning, example and choices.

Before this: `services.operation`, where each request says what its fields mean. After this: `pages.record`, which sends
what was read to the service. Everything wrong with a form is said at once, beside the field.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, Final, get_type_hints

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File, Operation

LONGEST: Final = 10_000
NOT_ASKED: Final = ("entity",)
"""Fields that the page's address says."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


@dataclass(slots=True, kw_only=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    meaning: str
    example: str
    choices: tuple[str, ...]
    input: str
    is_required: bool
    value: str
    fault: str = ""
    is_first_fault: bool = False


def form(operation: Operation, given: Mapping[str, str]) -> list[Field]:
    """Return an operation's fields, filled in with what is given, else with their defaults; first those that it needs.

    >>> from lowmark.services.catalogue import BY_NAME
    >>> [one.label for one in form(BY_NAME["reverse"], {}) if one.is_required]
    ['Document', 'Reversed on', 'Because']
    """
    hints = get_type_hints(operation.request)
    asked = [_field(one, hints[one.name], given) for one in fields(operation.request) if one.name not in NOT_ASKED]
    return sorted(asked, key=lambda one: not one.is_required)


def read(shown: list[Field], operation: Operation) -> dict[str, Any]:
    """Return the values of the fields; what cannot be read is noted in the field as its fault.

    >>> from lowmark.services.catalogue import BY_NAME
    >>> shown = form(BY_NAME["reverse"], {"document": "SO-1", "reversed_on": "31.10.2026"})
    >>> _ = read(shown, BY_NAME["reverse"])
    >>> [(one.name, one.fault) for one in shown if one.fault]
    [('reversed_on', 'is not a day written as 2026-10-31'), ('because', 'is needed')]
    """
    hints = get_type_hints(operation.request)
    return {one.name: _value(one, hints[one.name]) for one in shown}


def faults(shown: list[Field], problem: Problem | None = None) -> list[Field]:
    """Return the fields that something is wrong with, and let the first have the focus.

    Domain: a problem that says which field it is about is that field's fault.

    >>> from lowmark.services.catalogue import BY_NAME
    >>> shown = form(BY_NAME["reverse"], {"document": "SO-1"})
    >>> [one.fault for one in faults(shown, Problem("refused", "it came in May", where={"field": "reversed_on"}))]
    ['was refused: it came in May']
    """
    if problem is not None:
        for one in shown:
            if one.name == problem.where.get("field"):
                one.fault = f"was refused: {problem.message}"
    faulty = [one for one in shown if one.fault]
    for one in faulty[:1]:
        one.is_first_fault = True
    return faulty


def _field(one: Any, hint: Any, given: Mapping[str, str]) -> Field:
    told = one.metadata
    kinds = {date: "date", bool: "checkbox", File: "file", int: "number"}
    by_default = "" if one.default in (MISSING, None) else one.default
    is_day = hint in (date, date | None)
    by_default = "true" if by_default is True else "" if by_default is False else str(by_default)
    unchecked = hint is bool and "sent" in given
    return Field(
        name=one.name, label=one.name.replace("_", " ").capitalize(), meaning=told["meaning"],
        example=told["example"], choices=told["choices"],
        input="select" if told["choices"] else "date" if is_day else kinds.get(hint, "text"),
        is_required=one.default is MISSING, value=given.get(one.name, "" if unchecked else by_default),
    )  # fmt: skip


def _value(one: Field, hint: Any) -> Any:
    """Read one field by its type."""
    text = one.value.strip()
    if hint is bool:
        return text == "true"
    if not text and one.is_required:
        one.fault = "is needed"
    elif len(text) > LONGEST:
        one.fault = f"is longer than {LONGEST} characters"
    elif one.choices and text not in one.choices:
        one.fault = f"is none of {', '.join(one.choices)}"
    elif hint in (date, date | None):
        return _day(one, text)
    elif hint is int:
        if not _WHOLE.fullmatch(text or "0"):
            one.fault = "is not a whole number"
            return 0
        return int(text or 0)
    return text


def _day(one: Field, text: str) -> date | None:
    if not text:
        return None
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    one.fault = "is not a day written as 2026-10-31"
    return None
