"""Turn a request's fields into a command's options: `--as-of` from `as_of`, a file as the first argument.

Before this: `services.operation` (fields with their meanings). After this: `commands`, which hands them to typer.
"""

import inspect
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from lowmark.services.operation import File

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

COMMON = (
    ("as_user", Annotated[str, typer.Option("--as", envvar="LOWMARK_USER", metavar="USER", show_default=False,
                                            help="who asks; without it the operator, who holds the database")]),
    ("as_json", Annotated[bool, typer.Option("--json", help="exact whole numbers and ISO dates, for programs")]),
    ("request_key", Annotated[str, typer.Option("--key", metavar="KEY", show_default=False,
                                                help="idempotency key: the same key acts once")]),
    ("later", Annotated[bool, typer.Option("--later", help="as a job: a worker carries it out, `lowmark job` shows it")]),
)  # fmt: skip
"""Options of every command: name, annotation. Each has an empty default."""


def parameters(request: type, *, optional: Mapping[str, str] | None = None) -> list[inspect.Parameter]:
    """Return a keyword parameter for each field of a request, annotated for typer.

    Domain: `optional` names required fields which the command can find out by itself, and says how.

    >>> from lowmark.services.operations.explain import Request
    >>> [(p.name, p.default) for p in parameters(Request)][1:3]
    [('subject', <class 'inspect._empty'>), ('as_of', None)]
    """
    hints = get_type_hints(request)
    return [_parameter(one, hints[one.name], (optional or {}).get(one.name)) for one in fields(request)]


def common() -> list[inspect.Parameter]:
    """Return the options that every command has."""
    return [
        keyword(name, annotation, default=False if name in ("as_json", "later") else "") for name, annotation in COMMON
    ]


def keyword(name: str, annotation: Any, *, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    """Return one keyword parameter."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _parameter(one: "Field[Any]", hint: Any, otherwise: str | None) -> inspect.Parameter:
    said = one.metadata
    default = inspect.Parameter.empty if one.default is MISSING else one.default
    meaning = said["meaning"] + (f"; {otherwise}" if otherwise else "")
    if otherwise:
        default = ""
    if hint is File:
        return keyword(one.name, Annotated[Path, typer.Argument(metavar="FILE", help=meaning)], default=default)
    if said["example"] and default in (inspect.Parameter.empty, ""):
        meaning += f", such as {said['example']}"
    option = f"--{one.name.replace('_', '-')}"
    return keyword(one.name, Annotated[_kind(hint, said["choices"], option, meaning)], default=default)


def _kind(hint: Any, choices: tuple[str, ...], option: str, meaning: str) -> tuple[Any, Any]:
    """Return the annotation of an option: its type and what typer has to know."""
    if choices:
        return str, typer.Option(option, help=meaning, parser=one_of(choices), metavar="|".join(choices))
    if hint is bool:
        return bool, typer.Option(f"{option}/--no-{option[2:]}", help=meaning)
    if hint is int:
        return int, typer.Option(option, help=meaning, parser=whole, metavar="NUMBER")
    if hint in (date, date | None):
        return hint, typer.Option(option, help=meaning, parser=day, metavar="YYYY-MM-DD", show_default=False)
    return str, typer.Option(option, help=meaning, parser=text, metavar="TEXT", show_default=True)


def day(given: Any) -> date:
    """Read an ISO date, written in full; say what is wrong with it as wrong usage."""
    if isinstance(given, date):
        return given
    try:
        if _ISO.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise typer.BadParameter(f"{given!r} is not a date; write it as 2026-10-31")


def whole(given: Any) -> int:
    """Read a whole number in plain ASCII digits."""
    if isinstance(given, int):
        return given
    if re.fullmatch(r"-?[0-9]{1,18}", given):
        return int(given)
    raise typer.BadParameter(f"{given!r} is not a whole number")


def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    """Return what reads one of a few words."""

    def read(given: str) -> str:
        if given not in choices:
            raise typer.BadParameter(f"{given!r} is not one of {', '.join(choices)}")
        return given

    return read


def text(given: str) -> str:
    """Take a text as it is, without control characters or bytes that are no text."""
    if any(unicodedata.category(one) in ("Cc", "Cs") for one in given):
        raise typer.BadParameter("it holds a control character, or bytes that are no text")
    return given
