"""Write columns of numbers as the text that stands in an import file."""

import numpy as np
import polars as pl

from lowmark.sample.assortment import Ints


def amounts(minor: Ints) -> pl.Series:
    """Write minor units of a currency with two decimals.

    >>> amounts(np.array([123450, 5])).to_list()
    ['1234.50', '0.05']
    """
    frame = pl.DataFrame({"whole": minor // 100, "cents": minor % 100})
    cents = pl.col("cents").cast(pl.String).str.zfill(2)
    return frame.select(pl.col("whole").cast(pl.String) + "." + cents).to_series()


def tenths(quantity: Ints) -> pl.Series:
    """Write tenths of a unit as the shortest decimal.

    >>> tenths(np.array([120, 125])).to_list()
    ['12', '12.5']
    """
    frame = pl.DataFrame({"whole": quantity // 10, "tenth": quantity % 10})
    fraction = pl.when(pl.col("tenth") == 0).then(pl.lit("")).otherwise("." + pl.col("tenth").cast(pl.String))
    return frame.select(pl.col("whole").cast(pl.String) + fraction).to_series()


def days(when: np.ndarray[tuple[int], np.dtype[np.datetime64]]) -> pl.Series:
    """Write days.

    >>> days(np.array(["2026-10-31"], dtype="datetime64[D]")).to_list()
    ['2026-10-31']
    """
    return pl.Series(when.astype("datetime64[ms]")).cast(pl.Date).cast(pl.String)


def numbered(prefix: str, numbers: Ints) -> pl.Series:
    """Write document numbers of one series.

    >>> numbered("SO-", np.array([7])).to_list()
    ['SO-000007']
    """
    return pl.DataFrame({"number": numbers}).select(prefix + pl.col("number").cast(pl.String).str.zfill(6)).to_series()


def chosen(texts: list[str], places: Ints) -> pl.Series:
    """Return one of some texts for each row.

    >>> chosen(["sale", "scrap"], np.array([1, 0, 1])).to_list()
    ['scrap', 'sale', 'scrap']
    """
    return pl.Series(texts, dtype=pl.String).gather(pl.Series(places, dtype=pl.UInt32))


def empty_unless(wanted: np.ndarray[tuple[int], np.dtype[np.bool_]], texts: pl.Series) -> pl.Series:
    """Return the texts where they are wanted, and nothing elsewhere.

    >>> empty_unless(np.array([True, False]), pl.Series(["a", "b"])).to_list()
    ['a', '']
    """
    return pl.select(pl.when(pl.Series(wanted)).then(texts).otherwise(pl.lit(""))).to_series()
