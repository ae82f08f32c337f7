"""What is wrong with one cell, in words: the scalar reading of a cell, by the same grammar as `cells` reads columns.

Before this: `column`. After this: `cells`, which asks here only about the cells it has refused and shows, and the
test that both readings agree. Nothing here imports polars.
"""

from typing import Final

from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.day import parse_day
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import parse_micro
from lowmark.core.kinds.scaled import parse_scaled
from lowmark.interchange.column import ImportColumn

CELL_BYTES: Final = 1_000
"""No cell is longer: a code of that length would not fit a database's index, and no name needs it."""

SPACES: Final = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What is taken off both ends of a cell."""

CONTROL: Final = r"[\p{Cc}\u00AD\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060\u2066-\u2069\uFEFF]"
"""What no text may hold (as polars writes it): control characters, line ends, marks that turn the writing round."""

_BOOLS: Final = {"true": True, "false": False}


def read_cell(raw: str, column: ImportColumn, currency: str) -> str | int | bool | None:
    """Read one cell; null where it is empty and stays so.

    Units:  quantities and prices in millionths, money in minor units of ``currency``, days since 1970-01-01.
    Raises: Problem, saying what is wrong with the cell.

    >>> quantity = ImportColumn(name="quantity", type="quantity", positive=True, meaning="", example="")
    >>> read_cell(" 12.5 ", quantity, "CAD")
    12500000
    >>> read_cell("0", quantity, "CAD")
    Traceback (most recent call last):
    ...
    lowmark.core.kinds.problems.Problem: the quantity must be more than zero [not_positive]
    """
    if len(raw.encode()) > CELL_BYTES:
        raise Problem("too_long", f"the cell is longer than {CELL_BYTES:,} bytes", hint="shorten it")
    text = raw.strip(SPACES)
    if not text:
        if column.required:
            raise Problem("missing_value", f"{column.name} is empty", hint=f"fill it in, such as {column.example}")
        return column.default
    return _read_text(text, column) if column.type in {"text", "currency"} else _read_number(text, column, currency)


def _read_text(text: str, column: ImportColumn) -> str:
    if any(is_control(character) for character in text):
        raise Problem("control_character", f"{column.name} holds a character that cannot be seen",
                      hint="remove tabs, line ends and other invisible characters")  # fmt: skip
    if column.type == "currency":
        exponent(text)
    if column.choices and text not in column.choices:
        raise Problem("unknown_word", f"{column.name} cannot be {text[:60]!r}",
                      hint=f"use one of: {', '.join(column.choices)}")  # fmt: skip
    return text


def _read_number(text: str, column: ImportColumn, currency: str) -> int | bool:
    match column.type:
        case "bool":
            if text.lower() not in _BOOLS:
                raise Problem("bad_bool", f"{text[:60]!r} is neither true nor false", hint="write true or false")
            return _BOOLS[text.lower()]
        case "day":
            return parse_day(text)
        case "money":
            number = parse_minor(text, currency)
        case "quantity":
            number = parse_micro(text)
        case "price":
            number = parse_price_micro(text)
        case _:
            number = parse_scaled(text, places=0, noun="number")
    if column.positive and number <= 0:
        raise Problem("not_positive", f"the {column.name} must be more than zero")
    if column.non_negative and number < 0:
        raise Problem("negative", f"the {column.name} cannot be negative")
    return number


def is_control(character: str) -> bool:
    r"""Say whether a character is one of `CONTROL`.

    >>> is_control("\x00"), is_control("\u202e"), is_control("é")
    (True, True, False)
    """
    number = ord(character)
    return (
        number < 0x20
        or 0x7F <= number < 0xA0
        or number in {0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x2060, 0xFEFF}
        or 0x202A <= number <= 0x202E
        or 0x2066 <= number <= 0x2069
    )
