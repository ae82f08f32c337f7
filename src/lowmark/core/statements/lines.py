"""The lines of which every statement is made, and the frame that they become.

Before this: `accounts` (amounts). After this: `statements` and `cash_flow`, which say what stands on them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.statements.accounts import Amount

LINES: Final = {
    "statement": pl.String,
    "section": pl.String,
    "caption": pl.String,
    "account": pl.String,
    "posted_minor": pl.Int64,
    "change_minor": pl.Int64,
    "pro_forma_minor": pl.Int64,
    "is_total": pl.Boolean,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a statement."""

    statement: str
    section: str
    caption: str
    amount: Amount
    account: str = ""
    is_total: bool = False


def sum_line(statement: str, section: str, caption: str, amount: Amount) -> Line:
    """Make a line that adds up others.

    >>> sum_line("balance_sheet", "asset", "Total assets", Amount(500, 0)).is_total
    True
    """
    return Line(statement=statement, section=section, caption=caption, amount=amount, is_total=True)


def to_frame(lines: Iterable[Line]) -> pl.DataFrame:
    """Turn lines into a frame, in their order, pro forma beside posted and change.

    >>> to_frame([sum_line("balance_sheet", "asset", "Total assets", Amount(500, -20))])["pro_forma_minor"].to_list()
    [480]
    """
    rows = [
        (
            line.statement,
            line.section,
            line.caption,
            line.account,
            line.amount.posted_minor,
            line.amount.change_minor,
            line.amount.pro_forma_minor,
            line.is_total,
        )
        for line in lines
    ]
    return pl.DataFrame(rows, schema=LINES, orient="row")
