"""Tell an answer's lists of rows from its single figures. Works for every response of a service.

Before this: a response. After this: a door lays single figures out as a head, and each list as a table.
"""

from dataclasses import dataclass, is_dataclass
from typing import Any, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one field, all of one dataclass."""

    kind: type
    lines: tuple[Any, ...]


def rows_of(response: Any) -> dict[str, Rows]:
    """Return the fields of a response that hold rows, each with its rows: of a list, or of one dataclass by itself.

    >>> from datetime import date
    >>> from lowmark.services.operations.cut_off import Response
    >>> answer = Response(entity="MAPLE", as_of=date(2026, 10, 31), known_seq=7, currency="CAD", away_minor=500,
    ...                   provisional_minor=0, lines=())
    >>> {name: (rows.kind.__name__, rows.lines) for name, rows in rows_of(answer).items()}
    {'lines': ('Line', ())}
    """
    kinds = {name: _row_type(hint) for name, hint in get_type_hints(type(response)).items()}
    said = {name: getattr(response, name) for name, kind in kinds.items() if kind is not None}
    return {
        name: Rows(kinds[name], value if isinstance(value, tuple) else () if value is None else (value,))
        for name, value in said.items()
    }


def _row_type(hint: Any) -> Any:
    """Return the dataclass of the rows, where a type is a list of them, or one; null otherwise."""
    return next((kind for kind in (hint, *get_args(hint)) if isinstance(kind, type) and is_dataclass(kind)), None)
