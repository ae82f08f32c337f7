"""Assess a file of stock on hand against a file of prices: an auditor's recomputation in five minutes.

Before this: two files as they were exported (CSV or Parquet), read by `interchange`. After this: `lowmark assess
FILE`. Either both files are without fault and there is an answer, or every fault of both is returned and there is
none.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.kinds.problems import RowProblem
from lowmark.interchange.read import read_table
from lowmark.library.frames import assess_on_hand
from lowmark.library.named import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedFile:
    """The answer, or what is wrong with the files.

    Shapes: `table` as `assess_on_hand` returns it; None where there are `problems`. The hashes are SHA-256 of the
    files.
    """

    table: pl.DataFrame | None
    problems: tuple[RowProblem, ...]
    on_hand_rows: int
    on_hand_hash: bytes
    price_rows: int
    price_hash: bytes


def assess_file(
    *,
    on_hand: Named,
    prices: Named,
    as_of: date,
    currency: str,
    framework: str = "ifrs",
    cost_to_sell: str = "0",
    channel: str = "",
) -> AssessedFile:
    r"""Measure the stock of a file at the lower of cost and net realisable value.

    Units:  amounts of the files are decimals of `currency`; the table is in minor units and millionths.
    Domain: columns go by their names: on hand as `on_hand`; prices as `prices`: a price without a day is of the day
            tested, one without a kind a price list's; costs to complete and to sell are prices of these kinds.
    Raises: Problem as `assess_on_hand` and `read_table`; nothing about a row, which is returned.
    Source: IAS 2.9, 2.29, 2.30.

    >>> from types import SimpleNamespace as File
    >>> stock = File(name="stock.csv", content=b"item,quantity,cost\nTENT-2,20,140.00\n")
    >>> prices = File(name="prices.csv", content=b"document,line,item,kind,price,observed_on\n"
    ...                                          b"LIST-10,1,TENT-2,price_list,6.00,2026-10-01\n")
    >>> found = assess_file(on_hand=stock, prices=prices, as_of=date(2026, 10, 31), currency="CAD")
    >>> found.table["required_minor"].to_list(), found.problems
    ([2000], ())
    """
    stock = read_table(file_name=on_hand.name, content=on_hand.content, table="on_hand", currency=currency)
    quoted = read_table(file_name=prices.name, content=prices.content, table="prices", currency=currency)
    problems = (*stock.problems, *quoted.problems)

    table = None
    if not problems:
        table = assess_on_hand(
            on_hand=stock.frame,
            prices=quoted.frame.with_columns(pl.col("observed_on").fill_null(as_of)),
            as_of=as_of,
            currency=currency,
            framework=framework,
            cost_to_sell=cost_to_sell,
            channel=channel,
        )
    return AssessedFile(
        table=table,
        problems=problems,
        on_hand_rows=stock.n_rows,
        on_hand_hash=stock.file_hash,
        price_rows=quoted.n_rows,
        price_hash=quoted.file_hash,
    )
