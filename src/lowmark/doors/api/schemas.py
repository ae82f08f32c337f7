"""Turn the dataclasses of requests and responses into schemas: names, types, meanings and examples, said once.

Before this: `services.operation`. After this: `reading` (requests are held to them), `routes` (OpenAPI shows them).
"""

import re
import unicodedata
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Strict, WithJsonSchema, create_model
from pydantic import Field as Said

from lowmark.services.operation import File

LONGEST = 10_000
"""Characters of the longest text that a request may hold in one field."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(given: Any) -> Any:
    """Read an ISO date, written in full; anything else is no date."""
    if isinstance(given, date):
        return given
    if not isinstance(given, str) or not _ISO.fullmatch(given):
        raise ValueError("a date written as 2026-10-31 is expected")
    return date.fromisoformat(given)


def _text(given: str) -> str:
    """Refuse control characters, other than line breaks and tabs, and halves of a surrogate pair."""
    if any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\r\t" for one in given):
        raise ValueError("a text without control characters is expected")
    return given


Text = Annotated[str, Strict(), Said(max_length=LONGEST), AfterValidator(_text)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Whole = Annotated[int, Strict(), Said(ge=-(2**63), le=2**63 - 1)]
Truth = Annotated[bool, Strict()]
Upload = Annotated[Any, WithJsonSchema({"type": "string", "format": "binary"})]

_ASKED: dict[Any, Any] = {str: Text, date: Day, int: Whole, bool: Truth, File: Upload}
_ANSWERED: dict[Any, Any] = {str: str, date: date, int: int, bool: bool}


class _Model(BaseModel):
    """What is common: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


@cache
def request_schema(kind: type, name: str) -> type[BaseModel]:
    """Return the schema of a request's dataclass: nothing may be missing, unknown or of another type."""
    return _schema(kind, f"{name}Request", name, strict=True)


@cache
def response_schema(kind: type, name: str, *, in_pages: bool = False) -> type[BaseModel]:
    """Return the schema of a response's dataclass; in pages, with where the next one is."""
    whole = _schema(kind, f"{name}Response", name, strict=False)
    if not in_pages:
        return whole
    following = Said(..., description="address of the next page; null on the last")
    page: type[BaseModel] = create_model(
        whole.__name__, __base__=whole, __doc__=kind.__doc__, next=(str | None, following)
    )
    return page


def title(name: str) -> str:
    """Return an operation's name as schemas are named.

    >>> title("show-run")
    'ShowRun'
    """
    return name.title().replace("-", "")


def _schema(kind: type, name: str, prefix: str, *, strict: bool) -> type[BaseModel]:
    hints = get_type_hints(kind)
    members: dict[str, Any] = {
        one.name: (_kind(hints[one.name], one, prefix, strict=strict), _said(one, required=not strict))
        for one in fields(kind)
    }
    made: type[BaseModel] = create_model(name, __base__=_Model, __doc__=kind.__doc__, **members)
    return made


def _kind(hint: Any, one: "Field[Any]", prefix: str, *, strict: bool) -> Any:
    """Return the type that the schema gives to a field's type."""
    if strict and (choices := one.metadata["choices"]):
        return Literal[choices]
    if isinstance(hint, type) and is_dataclass(hint) and hint is not File:
        return _schema(hint, f"{prefix}{hint.__name__}", prefix, strict=strict)
    if get_origin(hint) is tuple:
        return list[_kind(get_args(hint)[0], one, prefix, strict=strict)]  # type: ignore[misc]
    if type(None) in get_args(hint):
        (inner,) = (member for member in get_args(hint) if member is not type(None))
        return _kind(inner, one, prefix, strict=strict) | None
    return (_ASKED if strict else _ANSWERED)[hint]


def _said(one: "Field[Any]", *, required: bool) -> Any:
    """Return default, meaning and example; every field of a response is always there."""
    default = ... if required or one.default is MISSING else one.default
    example = one.metadata["example"]
    return Said(default, description=one.metadata["meaning"], examples=[example] if example else None)
