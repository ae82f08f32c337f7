"""Write one figure for the eye: money with its currency's decimals, quantities, ISO days, negatives in parentheses.

Before this: a response of a service. After this: the tables and pages of a door. The unit is the last word of a field's name.
"""

from datetime import date
from typing import Any, Final

from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.quantity import format_micro

EMPTY: Final = "–"
"""What stands where there is nothing: a null is never shown as a zero."""
NUMBERS: Final = ("_seq", "year")
"""What counts nothing: a number that names something is written as it is."""
_UNITS: Final = ("_minor", "_micro", "_seq")

# A name that came in through a file may hold terminal commands, or turn the line's direction: shown, not obeyed.
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")


def figure(name: str, value: Any, *, currency: str = "") -> str:
    """Write a field's value, by the unit that its name ends in.

    >>> figure("change_minor", -123450, currency="CAD"), figure("quantity_micro", 1_234_500_000)
    ('(1,234.50)', '1,234.5')
    >>> figure("as_of", date(2026, 10, 31)), figure("value_minor", None, currency="CAD"), figure("repeated", False)
    ('2026-10-31', '–', 'no')
    """
    if value is None or value == "" or value == ():
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return _number(name, value, currency)
    if isinstance(value, tuple):
        return ", ".join(figure(name, one, currency=currency) for one in value)
    return clean(str(value))


def _number(name: str, value: int, currency: str) -> str:
    if name.endswith("_minor") and currency:
        return present_minor(value, currency)
    if name.endswith("_micro"):
        return quantity(value)
    return str(value) if name.endswith(NUMBERS) else f"{value:,}"


def with_currency(name: str, value: Any, currency: str) -> str:
    """Write a figure that stands by itself: money says its currency.

    >>> with_currency("change_minor", -123450, "CAD"), with_currency("fiscal_year", 2026, "CAD")
    ('(1,234.50) CAD', '2026')
    """
    shown = figure(name, value, currency=currency)
    return f"{shown} {currency}" if name.endswith("_minor") and value is not None and currency else shown


def quantity(value: int) -> str:
    """Write a quantity.

    >>> quantity(1_234_500_000), quantity(-1_000_000)
    ('1,234.5', '(1)')
    """
    whole, point, fraction = format_micro(abs(value)).partition(".")
    shown = f"{int(whole):,}{point}{fraction}"
    return f"({shown})" if value < 0 else shown


def label(name: str) -> str:
    """Name a field for a reader, without its unit.

    >>> label("net_income_pro_forma_minor"), label("as_of"), label("quantity_micro")
    ('net income pro forma', 'as of', 'quantity')
    """
    for unit in _UNITS:
        name = name.removesuffix(unit)
    return name.replace("_", " ")


def is_number(kind: Any) -> bool:
    """Whether a column of this type is set to the right.

    >>> is_number(int), is_number(int | None), is_number(bool), is_number(str)
    (True, True, False, False)
    """
    return kind is int or kind == int | None


def clean(text: str) -> str:
    r"""Take the terminal's control characters out of a text.

    >>> clean("Tent\x1b[2J")
    'Tent\ufffd[2J'
    """
    return text.translate(_CONTROLS)
