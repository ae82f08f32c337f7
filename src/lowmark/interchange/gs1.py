"""What a scanner reads, in words: GS1 element strings, digital links and plain codes, with check digits and dates told.

Before this: `kinds`; a text as a scanner or a camera hands it over. After this: services, which look items, lots and places up.
Biip reads the structure. Days are read here, because GS1's century goes by the year in which one reads, which is
handed in: a year that lies 51 or more after it is of the century before, one 50 or more before it of the century after;
day 00 is the last of its month. A wrong check digit is told with the digit that it should be. Source: GS1 General
Specifications 24.0, 3 (application identifiers), 7.9 (check digits), 7.12 (century).
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from lowmark.core.kinds.problems import Problem

SEPARATOR: Final = "\x1d"
LONGEST: Final = 400
NAMES: Final[Mapping[str, str]] = MappingProxyType({
    "00": "sscc", "01": "gtin", "02": "content_gtin", "10": "lot", "11": "made_on", "13": "packed_on", "15": "best_before",
    "16": "sell_by", "17": "expires_on", "21": "serial", "30": "count", "37": "contained_count", "400": "customer_order",
    "410": "ship_to", "411": "bill_to", "412": "bought_from", "413": "ship_for", "414": "location", "254": "location_part",
    "7003": "expires_at", "8003": "returnable_asset", "8004": "asset", "710": "nhrn_de", "711": "nhrn_fr", "712": "nhrn_es",
    "713": "nhrn_br", "714": "nhrn_pt", "715": "nhrn_us", "716": "nhrn_it", "717": "nhrn_cr",
    **{f"310{places}": "net_weight_kg" for places in range(6)},
})  # fmt: skip
"""What each application identifier that is read here says."""

DAYS: Final = frozenset({"11", "13", "15", "16", "17"})
CHECKED: Final = frozenset({"00", "01", "02", "410", "411", "412", "413", "414"})
_PLAIN: Final = frozenset({8, 12, 13, 14})


@dataclass(frozen=True, slots=True)
class Element:
    """One part of what was scanned: its identifier, what that says, and its value; a day where it is one."""

    identifier: str
    name: str
    value: str
    on: date | None = None
    quantity_micro: int | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was scanned: how it was written, and its parts in their order; a plain code has one, named `code`."""

    kind: str
    elements: tuple[Element, ...]

    def value(self, name: str) -> str:
        """Return the value of a part, empty where there is none."""
        return next((element.value for element in self.elements if element.name == name), "")

    def day(self, name: str) -> date | None:
        """Return the day of a part, or none."""
        return next((element.on for element in self.elements if element.name == name), None)


def read_scan(text: str, *, read_on: date) -> Scanned:
    r"""Return what a scanned text says.

    Domain: `read_on` is the day on which it is read, by whose year two-digit years are completed.
    Raises: Problem ``bad_scan`` for what is empty, too long or broken, ``bad_check_digit`` with the digit that it should be,
            ``bad_day`` for a day that is none.

    >>> found = read_scan("(01)09501101530003(17)261200(10)AB-1", read_on=date(2026, 10, 31))
    >>> found.value("gtin"), found.value("lot"), found.day("expires_on")
    ('09501101530003', 'AB-1', datetime.date(2026, 12, 31))
    >>> read_scan("https://id.gs1.org/01/09501101530003/21/S1", read_on=date(2026, 10, 31)).kind
    'digital_link'
    >>> print(read_scan("TENT-2", read_on=date(2026, 10, 31)).elements[0].value)
    TENT-2
    """
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Problem("bad_scan", "nothing was scanned" if not said else "the code is too long", hint="scan it again")
    kind, raw = _written(said)
    if kind == "plain":
        if said.isdigit() and len(said) in _PLAIN:
            _require_check_digit(said)
        return Scanned("plain", (Element("", "code", said),))
    return Scanned(kind, tuple(_element(identifier, value, read_on) for identifier, value in raw))


def _written(said: str) -> tuple[str, list[tuple[str, str]]]:
    """Return how a text is written, and its identifiers with their values where it has any.

    Raises: Problem ``bad_scan``.
    """
    import biip

    if said.lower().startswith(("http://", "https://")):
        parsed = biip.parse(said)
        if parsed.gs1_digital_link_uri is None:
            raise Problem(
                "bad_scan", "the address is no GS1 digital link", hint=str(parsed.gs1_digital_link_uri_error)[:200]
            )
        return "digital_link", _pairs(parsed.gs1_digital_link_uri)
    bare = said.removeprefix("]d2").removeprefix("]C1").removeprefix("]Q3").removeprefix("]e0")
    if said.startswith("("):
        from biip.gs1_messages import GS1Message

        try:
            return "element_string", _pairs(GS1Message.parse_hri(said))
        except biip.ParseError as error:
            raise Problem("bad_scan", "the code is broken", hint=str(error)[:200]) from error
    is_bare = bare == said and SEPARATOR not in said and (not said.isdigit() or len(said) in _PLAIN)
    if is_bare and not _begins_with_gtin(said):
        return "plain", []
    parsed = biip.parse(f"]d2{bare}")
    if parsed.gs1_message is None:
        if bare == said and SEPARATOR not in said:
            return "plain", []
        raise Problem("bad_scan", "the code is broken", hint=str(parsed.gs1_message_error)[:200])
    return "element_string", _pairs(parsed.gs1_message)


def _begins_with_gtin(said: str) -> bool:
    """Whether a text without marks can only be element strings: a GTIN or a SSCC, and what follows it."""
    return len(said) > 16 and said[:2] in {"00", "01", "02"} and said[2:16].isdigit()


def _pairs(message: Any) -> list[tuple[str, str]]:
    """Return identifiers and values of what biip has read."""
    return [(element.ai.ai, element.value) for element in message.element_strings]


def _element(identifier: str, value: str, read_on: date) -> Element:
    """Return one part.

    Raises: Problem ``bad_check_digit``, ``bad_day``.
    """
    name = NAMES.get(identifier, f"ai_{identifier}")
    if identifier in CHECKED:
        _require_check_digit(value)
    if identifier == "8003":
        _require_check_digit(value[1:14])
    if identifier in DAYS:
        return Element(identifier, name, value, on=day_of(value, read_on=read_on))
    if identifier == "7003":
        return Element(identifier, name, value, on=day_of(value[:6], read_on=read_on))
    if name == "net_weight_kg":
        return Element(identifier, name, value, quantity_micro=int(value) * 10 ** (6 - int(identifier[3])))
    if identifier in {"30", "37"}:
        return Element(identifier, name, value, quantity_micro=int(value) * 1_000_000)
    return Element(identifier, name, value)


def day_of(six: str, *, read_on: date) -> date:
    """Return the day that six digits say, YYMMDD.

    Raises: Problem ``bad_day``.

    >>> day_of("760229", read_on=date(2026, 10, 31)), day_of("770131", read_on=date(2026, 10, 31))
    (datetime.date(2076, 2, 29), datetime.date(1977, 1, 31))
    >>> day_of("280200", read_on=date(2026, 10, 31))
    datetime.date(2028, 2, 29)
    """
    short, month, day = int(six[:2]), int(six[2:4]), int(six[4:6])
    century = read_on.year // 100 * 100
    ahead = short - read_on.year % 100
    year = century + short + (-100 if ahead >= 51 else 100 if ahead <= -50 else 0)
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError as error:
        raise Problem(
            "bad_day", f"{six} is no day", hint="it is written YYMMDD; day 00 is the last of its month"
        ) from error


def check_digit(payload: str) -> int:
    """Return the check digit of the digits before it: weights 3 and 1 from the right.

    >>> check_digit("0950110153000"), check_digit("629104150021")
    (3, 3)
    """
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(payload)))
    return -total % 10


def _require_check_digit(number: str) -> None:
    """Refuse a number whose last digit is not the one that the others ask for.

    Raises: Problem ``bad_check_digit``.
    """
    wanted = check_digit(number[:-1])
    if int(number[-1]) != wanted:
        raise Problem("bad_check_digit", f"{number} ends in {number[-1]}, and its check digit is {wanted}",
                      hint="scan it again, or compare its digits with the label")  # fmt: skip
