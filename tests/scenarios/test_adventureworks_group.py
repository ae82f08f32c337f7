"""AdventureWorks' fourteen organisations as one group, its totals checked by hand-written Polars on the tables themselves."""

import polars as pl
import pytest

from examples.adventureworks import group, prepare
from lowmark.core import flow_group

pytestmark = pytest.mark.skipif(
    not prepare.SOURCE.is_dir(), reason=f"the AdventureWorks tables are not here: {prepare.SOURCE}"
)

SHARES = {"3": 1.0, "4": 1.0, "5": 1.0, "6": 1.0, "7": 1.0, "8": 0.75, "11": 0.5, "13": 0.375}
"""By hand: Canada 75 %, France 50 %, Australia 50 % of Pacific's 75 %; Germany, a quarter, is not in it."""

CURRENCY = {"8": "19", "11": "36", "13": "6"}
CENT = 1.0


@pytest.fixture(scope="module")
def found():
    done, chart, _ = group.consolidated(prepare.SOURCE)
    return done, chart


@pytest.fixture(scope="module")
def by_hand() -> pl.DataFrame:
    """A row an organisation and account: cents at their rates, debits less credits, in floats, by Polars alone."""
    source = prepare.SOURCE
    rates = pl.read_parquet(source / "gl_fact_currency_rate.parquet").filter(
        pl.col("date").is_between(pl.date(2013, 1, 1), pl.date(2013, 11, 29))
    )
    at = rates.sort("date").group_by("currency_key").agg(
        closing=pl.col("end_of_day_rate").last(), average=pl.col("end_of_day_rate").mean(),
        historical=pl.col("end_of_day_rate").first(),
    )  # fmt: skip
    accounts = pl.read_parquet(source / "gl_dim_account.parquet").select(
        pl.col("account_key").cast(pl.Int32), "account_code", "account_type"
    )
    facts = pl.read_parquet(source / "gl_fact_finance.parquet").filter(
        pl.col("scenario_key") == 1, pl.col("organization_key").cast(pl.String).is_in(list(SHARES))
    ).join(accounts, on="account_key").with_columns(organisation=pl.col("organization_key").cast(pl.String))  # fmt: skip
    balance = facts.filter(
        pl.col("date") == pl.date(2013, 11, 29), pl.col("account_type").is_in(["Assets", "Liabilities"])
    )
    result = facts.filter(
        pl.col("date").is_between(pl.date(2013, 1, 1), pl.date(2013, 11, 29)),
        pl.col("account_type").is_in(["Revenue", "Expenditures"]),
    )
    sign = pl.when(pl.col("account_type").is_in(["Liabilities", "Revenue"])).then(-1.0).otherwise(1.0)
    kind = (
        pl.when(pl.col("account_code").str.starts_with("3")).then(pl.lit("historical"))
        .when(pl.col("account_type").is_in(["Assets", "Liabilities"])).then(pl.lit("closing")).otherwise(pl.lit("average"))
    )  # fmt: skip
    key = pl.col("organisation").replace_strict(CURRENCY, default="100").cast(pl.Int32)
    cents = pl.concat([balance, result]).with_columns(cents=pl.col("amount") * 100 * sign, kind=kind, currency_key=key)
    rated = cents.join(at, on="currency_key")
    rate = (
        pl.when(pl.col("kind") == "closing")
        .then("closing")
        .when(pl.col("kind") == "average")
        .then("average")
        .otherwise("historical")
    )
    return rated.group_by("organisation", "account_code", "account_type").agg(
        local=pl.col("cents").sum(), cents=(pl.col("cents") * rate).sum()
    )


def test_nine_report_eight_are_taken_and_germany_is_listed(found):
    done, _ = found
    assert [member.entity for member in done.listed] == ["12"]
    assert {member.entity: float(member.share) for member in done.members if member.entity in SHARES} == SHARES
    assert len(done.members) + len(done.listed) == 14


def test_each_account_is_the_sum_of_its_organisations(found, by_hand):
    done, chart = found
    rows = {row.account: row.members_minor for row in flow_group.worksheet(lines=done.lines, chart=chart)}
    sums = dict(by_hand.group_by("account_code").agg(pl.col("cents").sum()).iter_rows())
    checked = {code: total for code, total in sums.items() if code != group.RESULT_OF_THE_YEAR}
    apart = {code: rows.get(code, 0) - total for code, total in checked.items()}
    assert len(checked) > 50
    assert max(map(abs, apart.values())) <= len(SHARES) * CENT


def test_the_result_and_what_other_owners_have_of_it(found, by_hand):
    done, chart = found
    is_result = pl.col("account_type").is_in(["Revenue", "Expenditures"])
    results = dict(by_hand.filter(is_result).group_by("organisation").agg(-pl.col("cents").sum()).iter_rows())
    rows = flow_group.worksheet(lines=done.lines, chart=chart)
    stated = flow_group.group_statements(rows=rows, chart=chart, others_minor=sum(done.others_minor.values()))
    total = next(line.amount_minor for line in stated if line.caption == "Result of the year" and line.is_total)
    assert abs(total - sum(results.values())) <= 60 * CENT
    others = sum(result * (1 - SHARES[organisation]) for organisation, result in results.items())
    assert abs(sum(done.others_minor.values()) - others) <= 60 * CENT
    assert total == 711_742_163


def test_the_balance_sheet_balances_and_other_owners_have_their_part_of_net_assets(found, by_hand):
    done, chart = found
    rows = {row.account: row.group_minor for row in flow_group.worksheet(lines=done.lines, chart=chart)}
    assert sum(rows.values()) == 0
    is_balance = pl.col("account_type").is_in(["Assets", "Liabilities"]) & ~pl.col("account_code").str.starts_with("3")
    net = dict(by_hand.filter(is_balance).group_by("organisation").agg(pl.col("cents").sum()).iter_rows())
    others = sum(amount * (1 - SHARES[organisation]) for organisation, amount in net.items())
    assert abs(-rows["3700"] - others) <= 60 * CENT


def test_what_does_not_agree_between_organisations_is_listed(found, by_hand):
    done, _ = found
    two = by_hand.filter(pl.col("account_code").is_in([group.RECEIVABLE, group.PAYABLE]))
    expected = dict(two.group_by("organisation").agg(pl.col("cents").sum()).iter_rows())
    got = {pair.counterparty: pair.difference_minor for pair in done.differences}
    assert {
        organisation: abs(got[organisation] - amount) <= 2 * CENT for organisation, amount in expected.items()
    } == dict.fromkeys(SHARES, True)
