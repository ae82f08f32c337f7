"""What is wrong, in words: one exception for a caller's mistake, one row for a bad row that is returned.

Before this: nothing. After this: every room. A caller's mistake raises `Problem` before any work; bad rows are
collected as `RowProblem` and returned, all at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


class Problem(Exception):
    """A caller's mistake: what it is, where, and what to do about it. Its fields cannot be changed.

    >>> print(Problem("unknown_currency", "no currency is called EURO", hint="use the three letters, EUR"))
    no currency is called EURO [unknown_currency]; use the three letters, EUR
    >>> print(Problem("bad_amount", "not an amount", where={"row": 3}))
    not an amount [bad_amount, row 3]
    """

    code: str
    message: str
    hint: str
    where: Mapping[str, object]

    def __init__(self, code: str, message: str, hint: str = "", where: Mapping[str, object] | None = None) -> None:
        super().__init__(code, message, hint, dict(where or {}))
        fields = {"code": code, "message": message, "hint": hint, "where": MappingProxyType(dict(where or {}))}
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Problem.__annotations__:
            raise AttributeError(f"a Problem's {name} cannot be changed")
        super().__setattr__(name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        return Problem, (self.code, self.message, self.hint, dict(self.where))

    def __str__(self) -> str:
        place = "".join(f", {name} {value}" for name, value in self.where.items())
        return f"{self.message} [{self.code}{place}]" + (f"; {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """One thing wrong in one row of a document: returned with all the others, never raised.

    >>> print(RowProblem(document="moves.xlsx", sheet="May", row=12, column="quantity", value="1,5",
    ...                  code="bad_quantity", message="not a decimal number", hint="write 1.5"))
    moves.xlsx, sheet May, row 12, column quantity: not a decimal number: '1,5' [bad_quantity]; write 1.5
    """

    document: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        parts = [self.document]
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        shown = f": {self.value!r}" if self.value else ""
        return f"{', '.join(parts)}: {self.message}{shown} [{self.code}]" + (f"; {self.hint}" if self.hint else "")
