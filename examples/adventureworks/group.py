"""The fourteen organisations as one group: their general ledger at the end of November 2013, with ownership and rates.

    python -m examples.adventureworks.group [FOLDER]

FOLDER holds the tables as Parquet (README.md says which). Nine of the fourteen have figures; the others only hold. More
than half of an organisation, or half of it, is control here; the quarter of Germany is influence, so Germany is listed.
The tables do not say with whom an intercompany balance is: all are taken as being with the head of the group, which has
no ledger of its own, so what is left of them is listed as a difference.
"""

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from examples.adventureworks.documents import SOURCE
from lowmark.core import flow_group
from lowmark.core.consolidation.consolidate import Consolidated
from lowmark.core.consolidation.exchange import Rate
from lowmark.core.consolidation.ownership import Holding, members_of
from lowmark.core.consolidation.reported import Chart, GroupAccount, Reported, ReportedLine, SoldWithin, Within
from lowmark.core.consolidation.translation import AT_PAR, Rates
from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.groups import group_policy
from lowmark.frameworks.read import read_area

AS_OF = date(2013, 11, 29)
BEGINS_ON = date(2013, 1, 1)
HEAD = "1"
GROUP_CURRENCY = "USD"
CONTROL_FROM = Decimal("0.5")
RECEIVABLE, PAYABLE, SALES, RESULT_OF_THE_YEAR = "1185", "2340", "4500", "3550"
SECTION = {"Assets": "asset", "Liabilities": "liability", "Revenue": "income", "Expenditures": "expense"}
ADDED = {
    "1175": ("Deferred tax on profit within the group", "asset"),
    "1290": ("Difference of acquisitions", "asset"),
    "2345": ("Differences of intercompany balances", "liability"),
    "3600": ("Translation difference", "equity"),
    "3700": ("Other owners", "equity"),
    "3710": ("Result of other owners", "equity"),
}
ROLES = {
    "inventory": "1166", "revenue": SALES, "cost_of_sales": "5050", "retained_earnings": RESULT_OF_THE_YEAR,
    "translation_difference": "3600", "non_controlling": "3700", "attributed_income": "3710", "deferred_tax": "1175",
    "tax_expense": "8500", "difference_of_balances": "2345", "difference_of_acquisition": "1290", "write_down": "5050",
    "allowance": "1166",
}  # fmt: skip
CREDITS = ("Liabilities", "Revenue")


def tables(source: Path) -> dict[str, pl.DataFrame]:
    """Read the ledger's tables; amounts become whole cents, debits less credits."""
    accounts = pl.read_parquet(source / "gl_dim_account.parquet").with_columns(pl.col("account_key").cast(pl.Int32))
    facts = pl.read_parquet(source / "gl_fact_finance.parquet").filter(pl.col("scenario_key") == 1)
    cents = (pl.col("amount") * 100).round().cast(pl.Int64)
    sign = pl.when(pl.col("account_type").is_in(CREDITS)).then(-1).otherwise(1)
    named = facts.join(accounts, on="account_key").filter(pl.col("account_type").is_in(list(SECTION)))
    is_stock = pl.col("account_type").is_in(["Assets", "Liabilities"])
    counts = pl.when(is_stock).then(pl.col("date") == AS_OF).otherwise(pl.col("date").is_between(BEGINS_ON, AS_OF))
    balances = named.filter(counts).group_by(
        organisation=pl.col("organization_key").cast(pl.String), account=pl.col("account_code")
    ).agg((cents * sign).sum().alias("cents")).sort("organisation", "account")  # fmt: skip
    return {
        "accounts": accounts.filter(pl.col("account_type").is_in(list(SECTION))),
        "balances": balances,
        "organisations": pl.read_parquet(source / "gl_dim_organization.parquet"),
        "currencies": pl.read_parquet(source / "gl_dim_currency.parquet"),
        "rates": pl.read_parquet(source / "gl_fact_currency_rate.parquet"),
    }


def chart(accounts: pl.DataFrame) -> Chart:
    """Return the ledger's accounts as the group's, with those that only a group has."""
    named = {
        code: GroupAccount(code=code, name=name, caption=name, section=_section(code, kind))  # type: ignore[arg-type]
        for code, name, kind in accounts.select("account_code", "description", "account_type").iter_rows()
    }
    added = {
        code: GroupAccount(code=code, name=name, caption=name, section=section)  # type: ignore[arg-type]
        for code, (name, section) in ADDED.items()
    }
    return Chart(accounts=named | added, roles=ROLES)


def _section(code: str, kind: str) -> str:
    return "equity" if code.startswith("3") else SECTION[kind]


def rates(found: dict[str, pl.DataFrame], currency: str) -> Rates:
    """Return the rates of a currency: the last day's, the mean of the year's days, the first day's for capital."""
    if currency == GROUP_CURRENCY:
        return AT_PAR
    key = dict(found["currencies"].select("iso_code", "currency_key").iter_rows())[currency]
    days = (
        found["rates"]
        .filter(pl.col("currency_key") == int(key), pl.col("date").is_between(BEGINS_ON, AS_OF))
        .sort("date")
    )
    each = [Decimal(str(rate)) for rate in days["end_of_day_rate"]]
    mean = Rate.of(str(sum(each)))
    return Rates(
        closing=Rate.of(str(each[-1])), historical=Rate.of(str(each[0])),
        average=Rate(numerator=mean.numerator, denominator=mean.denominator * len(each)),
    )  # fmt: skip


def reported(found: dict[str, pl.DataFrame], currency_of: dict[str, str]) -> Iterator[Reported]:
    """Return what each organisation reports; those without figures report nothing."""
    kinds = {
        code: _section(code, kind)
        for code, kind in found["accounts"].select("account_code", "account_type").iter_rows()
    }
    for organisation, currency in currency_of.items():
        amounts = dict(
            found["balances"].filter(pl.col("organisation") == organisation).select("account", "cents").iter_rows()
        )
        # The result of the year is in equity already; taken out of it, the trial balance balances with the results in it.
        amounts[RESULT_OF_THE_YEAR] = amounts.get(RESULT_OF_THE_YEAR, 0) - sum(amounts.values())
        lines = tuple(
            ReportedLine(
                account=account, amount_minor=cents, counterparty=HEAD if account in {RECEIVABLE, PAYABLE} else "",
                at={"asset": "closing", "liability": "closing", "equity": "historical"}.get(kinds[account], "average"),  # type: ignore[arg-type]
            )
            for account, cents in amounts.items()
        )  # fmt: skip
        yield Reported(entity=organisation, currency=currency, rates=rates(found, currency), lines=lines, as_of=AS_OF)  # type: ignore[arg-type]


def consolidated(source: Path) -> tuple[Consolidated, Chart, dict[str, pl.DataFrame]]:
    """Return the group, its chart and the tables."""
    found = tables(source)
    iso = dict(found["currencies"].select("currency_key", "iso_code").iter_rows())
    rows = found["organisations"].select(
        "organization_key", "parent_organization_key", "percentage_of_ownership", "currency_key"
    )
    holdings = [
        Holding(holder=parent, held=organisation, share_micro=int(Decimal(part) * 1_000_000),
                method="full" if Decimal(part) >= CONTROL_FROM else "equity")
        for organisation, parent, part, _ in rows.iter_rows() if parent is not None
    ]  # fmt: skip
    members = members_of(parent=HEAD, holdings=holdings)
    full = {member.entity for member in members if member.method == "full"}
    currency_of = {organisation: iso[key] for organisation, _, _, key in rows.iter_rows() if organisation in full}
    sold = tuple(
        SoldWithin(seller=organisation, buyer=HEAD, amount_minor=-cents)
        for organisation, account, cents in found["balances"].iter_rows() if account == SALES and organisation in full
    )  # fmt: skip
    tree = read_area("us_gaap", "consolidation")
    policy = group_policy(resolve_area(framework="us_gaap", tree=tree, facts=[], on=AS_OF).values)
    group_chart = chart(found["accounts"])
    done = flow_group.consolidate(
        parent=HEAD, members=members, reported=list(reported(found, currency_of)), chart=group_chart, policy=policy,
        within=Within(sold=sold), currency=GROUP_CURRENCY, as_of=AS_OF,
    )  # fmt: skip
    return done, group_chart, found


def main(arguments: list[str]) -> None:
    """Print the group's statements."""
    done, group_chart, _ = consolidated(Path(arguments[0]) if arguments else SOURCE)
    rows = flow_group.worksheet(lines=done.lines, chart=group_chart)
    others = sum(done.others_minor.values())
    for line in flow_group.group_statements(rows=rows, chart=group_chart, others_minor=others):
        mark = "=" if line.is_total else " "
        print(f"{mark} {line.section:10} {line.caption:45} {Decimal(line.amount_minor) / 100:>18,.2f}")
    for member in (*done.members, *done.listed):
        print(f"  {member.entity:>3} {member.method:6} {float(member.share):7.2%}")
    for pair in done.differences:
        print(f"  {pair.entity} with {pair.counterparty}: {Decimal(pair.difference_minor) / 100:,.2f} does not agree")


if __name__ == "__main__":
    main(sys.argv[1:])
