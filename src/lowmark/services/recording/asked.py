"""One move as somebody asks for it at a desk, with its numbers read: what every operation that records one comes to."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import parse_micro


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The move.

    Domain: `returns` names the move whose goods come back, by document and line. `quantity_micro` is of `unit` until the
            item is known, and of the base unit after that; `unit_quantity_micro` is what was written where a unit was.
            `to_owner` is another than `owner` only where title passes. `catch_micro` is what the goods were weighed at;
            `received_on` since when goods that come from another entity of the group have been there.
    """

    document: str
    line: str
    item: str
    lot: str
    from_location: str
    to_location: str
    reason: str
    quantity_micro: int
    value_minor: int | None
    on: date
    returns: tuple[str, str] | None = None
    made_on: date | None = None
    expires_on: date | None = None
    best_before_on: date | None = None
    potency_micro: int | None = None
    unit: str = ""
    unit_quantity_micro: int | None = None
    owner: str = ""
    to_owner: str = ""
    terms: str = ""
    catch_micro: int | None = None
    received_on: date | None = None


def read_quantity(text: str) -> int:
    """Return a quantity that is more than nothing.

    Raises: Problem `bad_request`, or as the grammar of quantities words it.
    """
    quantity = parse_micro(text)
    if quantity <= 0:
        raise Problem("bad_request", f"a quantity of {text} moves nothing", hint="give more than zero",
                      where={"field": "quantity"})  # fmt: skip
    return quantity


def read_weight(text: str) -> int | None:
    """Return what goods were weighed at, or none where nobody says.

    Raises: Problem `bad_request`, or as the grammar of quantities words it.
    """
    return read_quantity(text) if text else None


def read_value(text: str, currency: str) -> int | None:
    """Return a value that is not less than nothing, or none where none is given.

    Raises: Problem `bad_request`, or as the grammar of money words it.
    """
    value = parse_minor(text, currency) if text else None
    if value is not None and value < 0:
        raise Problem("bad_request", f"a value of {text} is less than nothing", hint="give zero or more")
    return value
