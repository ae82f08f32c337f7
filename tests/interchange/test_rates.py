"""The euro reference rates, in long form, are a file of rates as they stand."""

from pathlib import Path

import polars as pl
import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.ecb import reference_rates
from lowmark.interchange.read import read_table

HERE = Path(__file__).resolve().parents[3] / "shared" / "data" / "ecb_fx" / "ecb_eurofxref_hist.parquet"
CSV = b"date,currency,units_per_eur\n2026-10-30,USD,1.1571\n2026-10-30,JPY,178.02\n"


def test_the_base_is_the_euro_and_the_source_the_bank_where_nothing_is_said():
    read = read_table(file_name="ecb.csv", content=CSV, table="rates", currency="CAD")
    assert read.problems == ()
    assert read.frame.select("currency", "rate_micro", "base", "source").rows() == [
        ("USD", 1_157_100, "EUR", "ECB"), ("JPY", 178_020_000, "EUR", "ECB"),
    ]  # fmt: skip


@pytest.mark.skipif(not HERE.is_file(), reason=f"the reference rates are not here: {HERE}")
def test_the_banks_own_history_reads_whole_but_for_currencies_that_have_ended():
    made = reference_rates(content=HERE.read_bytes(), is_parquet=True)
    assert {"EEK", "HRK", "TRL"} <= set(made.left_out)
    read = read_table(file_name="ecb.csv", content=made.content, table="rates", currency="CAD")
    assert read.problems == ()
    assert read.n_rows == made.rows > 190_000
    assert read.frame.filter(pl.col("currency") == "USD").sort("valid_from")["rate_micro"][0] == 1_178_900


def test_a_file_without_the_banks_columns_is_refused():
    with pytest.raises(Problem, match="units_per_eur"):
        reference_rates(content=b"date,currency\n2026-10-30,USD\n", is_parquet=False)
