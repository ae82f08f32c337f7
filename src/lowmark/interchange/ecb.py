"""The European Central Bank's euro reference rates, as they are passed around, made a file of rates.

Before this: a Parquet or CSV file in long form (date, currency, units_per_eur), in which a rate may be a binary float: its
shortest decimal is what the bank published. After this: an import of `rates`. Currencies that have ended cannot be held, so
they are left out, and counted.
"""

import io
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.kinds.currency import EXPONENTS
from lowmark.core.kinds.problems import Problem

COLUMNS = ("date", "currency", "units_per_eur")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRates:
    """A file of rates, how many rows it has, and the currencies that were left out because they have ended."""

    content: bytes
    rows: int
    left_out: tuple[str, ...]


def reference_rates(
    *, content: bytes, is_parquet: bool, currencies: Collection[str] = (), first_on: date | None = None
) -> ReferenceRates:
    r"""Return the reference rates as a file of the table `rates`; of some currencies and from a day on, if so asked.

    Raises: Problem ``missing_column``.

    >>> found = reference_rates(content=b"date,currency,units_per_eur\n2026-10-30,USD,1.1571\n2022-03-01,RUB,117.2\n",
    ...                         is_parquet=False, currencies=("USD",))
    >>> found.content, found.left_out
    (b'valid_from,base,currency,rate,source\n2026-10-30,EUR,USD,1.1571,ECB\n', ())
    """
    stream = io.BytesIO(content)
    frame = pl.read_parquet(stream) if is_parquet else pl.read_csv(stream, infer_schema=False)
    if missing := [name for name in COLUMNS if name not in frame.columns]:
        raise Problem(
            "missing_column", f"the file has no column {', '.join(missing)}", hint="send the long form of the rates"
        )
    told = frame.select(
        pl.col("date").cast(pl.String), "currency", rate=pl.col("units_per_eur").cast(pl.String)
    ).filter(pl.col("currency").is_in(list(currencies)) if currencies else pl.lit(value=True))  # fmt: skip
    if first_on is not None:
        told = told.filter(pl.col("date") >= first_on.isoformat())
    known = pl.col("currency").is_in(list(EXPONENTS))
    kept = told.filter(known)
    return ReferenceRates(
        content=kept.select(
            valid_from="date", base=pl.lit("EUR"), currency="currency", rate="rate", source=pl.lit("ECB")
        ).write_csv().encode(),
        rows=kept.height, left_out=tuple(sorted(set(told.filter(~known)["currency"].to_list()))),
    )  # fmt: skip
