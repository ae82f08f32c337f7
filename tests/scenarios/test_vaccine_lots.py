"""The vaccine file: every dirty date is reported; what is left is picked first expired first, and what expires is written down.

The file is of 1,216 deliveries of vaccine in Brazil in 2021, read from scanned invoices: no quantities, no costs, timestamps
where days are meant, batches with two last days, a batch that would keep until 2072. Ten doses of each batch are received at
1.00 a dose, one item for all. Counts that are not the file's own are worked out here, in Polars, by the rule beside them.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lowmark.services.operation import File
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults

SOURCE = Path(__file__).resolve().parents[3] / "shared/data/vaccine_lots_expiry/brazil_vaccine_batches_raw.parquet"
RECEIVED, SOLD, TESTED = date(2021, 3, 1), date(2021, 6, 1), date(2021, 9, 30)
DOSES = 10

pytestmark = pytest.mark.skipif(not SOURCE.exists(), reason=f"the vaccine file is not here: {SOURCE}")


@pytest.fixture(scope="module")
def raw() -> pl.DataFrame:
    """The deliveries that name a batch: lot, and the last day as it was read."""
    return pl.read_parquet(SOURCE).select(lot="batch_number", written="expiration_date").drop_nulls("lot")


@pytest.fixture(scope="module")
def lots(raw) -> pl.DataFrame:
    """What somebody makes of them who has the invoices: the earlier of two last days, and of 2072 none."""
    days = raw.with_columns(expires_on=pl.col("written").str.slice(0, 10).str.to_date())
    days = days.with_columns(pl.when(pl.col("expires_on").dt.year() < 2060).then("expires_on").alias("expires_on"))
    return days.group_by("lot").agg(pl.col("expires_on").min()).sort("lot")


@pytest.fixture(scope="module", params=ENGINES)
def company(request, lots) -> Iterator[Company]:
    """A company that has taken in every batch once they are clean."""
    with fresh_store(request.param):
        made = found("BRASIL", mark="-v", currency="BRL", opens_on=date(2021, 1, 1))
        made.bring("items", [("DOSE", "A dose", "merchandise", "lot")], ("item", "name", "item_class", "tracking"))
        made.bring("locations", [("Store/Cold",)], ("location",))
        received = lots.select(
            pl.format("GR-{}", pl.int_range(pl.len())).alias("document"), pl.lit(1).alias("line"), "lot",
            item=pl.lit("DOSE"), from_location=pl.lit("vendor"), to_location=pl.lit("Store/Cold"), reason=pl.lit("receipt"),
            quantity=pl.lit(DOSES), value=pl.lit(DOSES), effective_on=pl.lit(RECEIVED),
        )  # fmt: skip
        for table, frame in (("lots", lots.with_columns(item=pl.lit("DOSE"))), ("stock_moves", received)):
            answer = brought(made, table, frame)
            assert answer.accepted, answer.problems[:3]
        made.prices(("PL-1", 1, "DOSE", "price_list", 2, RECEIVED))
        yield made


def brought(company: Company, table: str, frame: pl.DataFrame) -> Any:
    """Import a frame as a file; batches have whatever signs a scanner saw."""
    file = File(f"{table}.csv", frame.write_csv().encode())
    return company.do("import", company.ada, table=table, file=file)


def refused(company: Company, frame: pl.DataFrame) -> Counter[tuple[str, str]]:
    """Return which columns of new batches are refused for what, and how often."""
    named = frame.select(pl.lit("DOSE").alias("item"), pl.format("{}-again", "lot").alias("lot"), expires_on="written")
    answer = brought(company, "lots", named)
    assert not answer.accepted
    assert all(problem.row for problem in answer.problems)
    return Counter((problem.column, problem.code) for problem in answer.problems)


def test_every_timestamp_that_is_no_day_is_reported(company, raw):
    said = raw.drop_nulls("written").unique("lot", keep="first", maintain_order=True)
    assert refused(company, said) == {("expires_on", "bad_day"): said.height}
    assert said.height > 200


def test_every_batch_with_two_last_days_and_one_that_never_ends_is_reported(company, raw):
    days = raw.with_columns(pl.col("written").str.slice(0, 10)).drop_nulls().unique(maintain_order=True)
    twice = days.height - days["lot"].n_unique()
    assert refused(company, days) == {("lot", "duplicate_row"): twice}
    assert refused(company, days.unique("lot", keep="last")) == {("expires_on", "implausible"): 1}


def test_what_expires_first_is_picked_first_and_expired_or_nearly_expired_doses_are_not(company, lots):
    wanted = 500
    found_ = company.do("pick", company.ada, item="DOSE", quantity=str(wanted), remaining_days=30, picked_on=SOLD)
    limit = pl.col("expires_on") >= pl.date(2021, 7, 1)
    order = pl.concat([lots.filter(limit).sort("expires_on", "lot"), lots.filter(pl.col("expires_on").is_null())])
    expected = order["lot"].head(wanted // DOSES).to_list()
    assert [line.lot for line in found_.lines if not line.why] == expected
    passed = Counter(line.why for line in found_.lines if line.why)
    expired = lots.filter(pl.col("expires_on") < SOLD).height
    assert passed == {"expired": expired, "too_little_life": lots.filter(~limit).height - expired}


def test_expired_doses_reach_the_write_down(company, lots):
    expired = set(lots.filter(pl.col("expires_on") < TESTED)["lot"])
    test = company.do("assess", company.ada, as_of=TESTED)
    assert {line.lot for line in test.lines if line.required_minor} == expired
    assert test.required_minor == len(expired) * DOSES * 1_00
    work = company.do("worklist", company.ada, as_of=TESTED)
    assert {line.lot for line in work.lines if line.finding == "expired"} == expired
    soon = lots.filter(pl.col("expires_on").is_between(TESTED, date(2021, 10, 29)))["lot"]
    work = company.do("worklist", company.ada, as_of=TESTED, expires_within_days=30)
    assert {line.lot for line in work.lines if line.finding == "expiring"} == set(soon) != set()
    posted = company.write_down(TESTED)
    assert posted.charged_minor == test.required_minor
    assert faults() == []
