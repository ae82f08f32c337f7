"""A company that comes over in month 7 closes month 12 to the same figures as its twin that ran all year.

Both begin on 2026-01-01 with 40 tents for 400.00 (received in 2025), written down in 2025 by 40.00, 5,000.00 of cash and capital.
In each month n: 20 tents are received for 200 + n dollars, 15 are sold, fees of 100.00 n and wages of 60.00 are booked. In
March all is written down to 9.00 each. The twin that comes over hands over, at 30 June, the old ledger's trial balance with the
year's income statement to date, every layer with its own date and cost, and what each lot of it still carries of the
allowance, by the fiscal year of its charge; then both go on alike. In December all is written down to 8.00 each.
"""

from datetime import date, timedelta

import pytest

from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.scenarios.test_journals_by_hand import approve

COLUMNS = ("account", "as_of", "amount")
CUT_OVER, YEAR_END = date(2026, 6, 30), date(2026, 12, 31)


def month_end(n: int) -> date:
    return date(2026 + n // 12, n % 12 + 1, 1) - timedelta(days=1)


def begun(code: str, opens_on: date, months: int) -> Company:
    company = found(code, opens_on=opens_on, months=months, mark=f"-{code.lower()}")
    company.items("TENT")
    return company


def take_over(company: Company, balances: dict[str, int], layers, allowances, on: date) -> None:
    """Hand over a ledger: balances, layers with their dates, what they carry of the allowance."""
    before = on - timedelta(days=1)
    company.bring(
        "trial_balance", [(code, before, money(amount)) for code, amount in balances.items() if amount], COLUMNS
    )
    company.bring("opening_layers", layers, ("document", "line", "item", "location", "quantity", "value", "received_on",
                                             "opening_on"))  # fmt: skip
    company.bring("opening_allowances", allowances, ("document", "line", "item", "fiscal_year", "reason", "amount",
                                                     "accounting_on"))  # fmt: skip


def money(amount: int) -> str:
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"


def live(company: Company, n: int) -> None:
    """Receive, sell, book and, twice a year, test one month."""
    day = month_end(n) - timedelta(days=10)
    company.moves((f"PO-{n}", 1, "TENT", "vendor", "Main", "receipt", 20, f"{200 + n}.00", day),
                  (f"SO-{n}", 1, "TENT", "Main", "customer", "sale", 15, "", day), name=f"m{n}.csv")  # fmt: skip
    rows = [(f"JV-{n}", day, "1000", f"{100 * n}.00", "fees"), (f"JV-{n}", day, "4000", f"-{100 * n}.00", "fees"),
            (f"JV-{n}", day, "6000", "60.00", "fees"), (f"JV-{n}", day, "2200", "-60.00", "fees")]  # fmt: skip
    company.bring("journals", rows, ("document", "first_on", "account", "amount", "because"), name=f"j{n}.csv")
    approve(company, f"JV-{n}")
    company.do("post-journal", company.ben, up_to=month_end(n))
    if n in {3, 12}:
        price = "9.00" if n == 3 else "8.00"
        company.prices((f"PL-{n}", 1, "TENT", "price_list", price, month_end(n)), name=f"p{n}.csv")
        company.write_down(month_end(n))
    if n == 12:
        company.do("close-year", company.ben, year=2026)
    company.do("close", company.root, ends_on=month_end(n))


@pytest.fixture(scope="module", params=ENGINES)
def twins(request):
    with fresh_store(request.param):
        whole = begun("WHOLE", date(2026, 1, 1), 12)
        take_over(whole, {"1000": 5_000_00, "1200": 400_00, "1290": -40_00, "3000": -5_000_00, "3100": -360_00},
                  [("OPEN", 1, "TENT", "Main", 40, "400.00", "2025-10-01", "2026-01-01")],
                  [("OPEN", 1, "TENT", 2025, "price_decline", "40.00", "2026-01-01")], date(2026, 1, 1))  # fmt: skip
        for n in range(1, 7):
            live(whole, n)
        late = begun("LATE", date(2026, 7, 1), 6)
        take_over(late, *handed_over(whole), date(2026, 7, 1))
        for n in range(7, 13):
            live(whole, n)
            live(late, n)
        yield whole, late


def handed_over(company: Company):
    """What an old ledger says at the cut-over, asked of the twin: its balances, its layers, what they carry."""
    held = company.do("cost", company.ben, as_of=CUT_OVER).layers
    layers = [("CUT", place, "TENT", "Main", money(one.quantity_micro // 10**4), money(one.value_minor), one.received_on,
               "2026-07-01") for place, one in enumerate(held, start=1)]  # fmt: skip
    rolled = company.do("roll-forward", company.ben, first_on=date(2026, 1, 1), last_on=CUT_OVER)
    return (
        company.balances(CUT_OVER),
        layers,
        [("CUT", 1, "TENT", 2026, "price_decline", money(rolled.held_minor), "2026-07-01")],
    )


def said(company: Company, statement: str) -> list[tuple[str, int]]:
    found_ = company.do("statements", company.ben, as_of=YEAR_END)
    return [(one.caption, one.posted_minor) for one in found_.lines if one.statement == statement]


def test_the_twin_that_came_over_in_july_closes_december_to_the_same_figures(twins):
    whole, late = twins
    for statement in ("trial_balance", "balance_sheet", "income_statement"):
        assert said(late, statement) == said(whole, statement), statement
    assert dict(said(late, "balance_sheet"))["Total assets"] > 0
    assert late.do("tie-out", late.ben, as_of=YEAR_END).difference_minor == 0
    costs = [[(one.received_on, one.quantity_micro, one.value_minor) for one in company.do(
        "cost", company.ben, as_of=YEAR_END).layers] for company in twins]  # fmt: skip
    assert costs[0] == costs[1]
    held = [company.do("roll-forward", company.ben, first_on=date(2026, 12, 1), last_on=YEAR_END) for company in twins]
    assert held[0].held_minor == held[1].held_minor > 0
    assert all(company.do("verify", company.ben).clean for company in twins)


def test_what_the_old_ledger_said_before_stands_beside_what_is_said_now(twins):
    """Trial balances of before the cut-over are comparatives: no entry, and the same figures as the twin's of that day."""
    whole, late = twins
    for n in (3, 5):
        rows = [(code, month_end(n), money(amount)) for code, amount in whole.balances(month_end(n)).items()]
        late.bring("trial_balance", rows, COLUMNS, name=f"TB-{n}.csv")
    sheets = [
        [(one.caption, getattr(one, amount)) for one in company.do("statements", company.ben, **asked).lines
         if one.statement == "balance_sheet"]
        for amount, asked in (("posted_minor", {"as_of": month_end(5)}),
                              ("earlier_minor", {"as_of": month_end(7), "compare": "prior_period"}))
        for company in twins
    ]  # fmt: skip
    assert sheets[0] == sheets[1] and sheets[2] == sheets[3]
