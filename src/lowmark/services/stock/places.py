"""Paths of places: names from the outermost place inwards, with a stroke between them."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.locations import OUTSIDE

STROKE = "/"


def require_path(path: str) -> None:
    """Refuse a path with an empty name, or the name of a place outside.

    Raises: Problem `bad_request`.
    """
    names = path.split(STROKE)
    if not all(name and name == name.strip() for name in names):
        raise Problem(
            "bad_request", f"{path!r} is no path", hint="write names with a stroke between them: Site/Zone/Bin"
        )
    if names[0] in OUTSIDE:
        raise Problem("bad_request", f"{names[0]} is outside", hint="begin with the name of a place of ours")


def above(path: str) -> list[str]:
    """Return the places that a place is in, the outermost first.

    >>> above("Toronto/Main/A-01"), above("Main")
    (['Toronto', 'Toronto/Main'], [])
    """
    names = path.split(STROKE)
    return [STROKE.join(names[:n]) for n in range(1, len(names))]
