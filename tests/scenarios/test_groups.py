"""A group of three: goods sold on twice, consolidated, tested again on what they cost the group.

OAK (CAD) holds 80 % of ELM (USD), which holds all of YEW (GBP); a dollar is 1.50 and a pound 2.00, all the year. OAK buys 100
lamps for 1,000.00 and sells 40 to ELM for 600.00 (400.00 dollars). ELM sells 10 to YEW for 150.00 (112.50 pounds). Others buy
6 of ELM and 4 of YEW. Left are 60, 24 and 6: at what they cost their holders 600.00 + 240.00 x 1.50 + 67.50 x 2.00 =
1,095.00, at what they cost the group 90 x 10.00 = 900.00. So 195.00 is profit: OAK's of 5.00 a lamp in 24 and in 6, which is
120.00 and 30.00, and ELM's of 5.00 dollars a lamp in 6, which is 45.00.
"""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, do, found
from tests.fresh_store import ENGINES, fresh_store

JANUARY = date(2026, 1, 31)
RATES = ("valid_from", "base", "currency", "rate", "source")


def day(number: int) -> date:
    return date(2026, 1, number)


@pytest.fixture(params=ENGINES)
def group(request):
    with fresh_store(request.param):
        oak = found("OAK", months=3, framework="ifrs", catalogue="GROUP")
        elm = found("ELM", months=3, currency="USD", framework="us_gaap", catalogue="GROUP")
        yew = found("YEW", months=3, currency="GBP", framework="ifrs", catalogue="GROUP")
        oak.items("LAMP")
        for one in (elm, yew):
            one.bring("locations", [("Main",)], ("location",))
        oak.bring(
            "rates", [("2026-01-01", "USD", "CAD", "1.5", "bank"), ("2026-01-01", "GBP", "CAD", "2", "bank")], RATES
        )
        for holder, held, share in ((oak, "ELM", "80 %"), (elm, "YEW", "100 %")):
            holder.do("set-ownership", holder.root, held=held, share=share, valid_from=day(1))
        trade(oak, elm, yew)
        yield oak, elm, yew


def trade(oak: Company, elm: Company, yew: Company) -> None:
    oak.record("PO-1", "LAMP", 100, day(5), value="1000.00")
    hop(oak, elm, "IC-1", 40, day(10), "600.00", "400.00")
    hop(elm, yew, "IC-2", 10, day(20), "150.00", "112.50")
    elm.record("SO-1", "LAMP", 6, day(25))
    yew.record("SO-1", "LAMP", 4, day(26))


def hop(seller: Company, buyer: Company, reference: str, quantity: int, on: date, price: str, worth: str) -> None:
    """Sell goods on, and declare both sides."""
    currency = {"OAK": "CAD", "ELM": "USD"}[seller.entity]
    seller.record(f"S-{reference}", "LAMP", quantity, on)
    buyer.record(f"P-{reference}", "LAMP", quantity, on, value=worth)
    seller.do("intercompany", seller.ada, side="sale", counterparty=buyer.entity, reference=reference,
              document=f"S-{reference}", amount=price)  # fmt: skip
    buyer.do("intercompany", buyer.ada, side="purchase", counterparty=seller.entity, reference=reference,
             document=f"P-{reference}", amount=price, currency=currency)  # fmt: skip


def inventories(lines) -> int:
    return next(
        line.amount_minor for line in lines if line.statement == "balance_sheet" and line.caption == "Inventories"
    )


def refusal(call) -> str:
    with pytest.raises(Problem) as raised:
        call()
    return raised.value.code


def test_a_group_whose_members_are_late_is_refused_or_marked(group):
    oak, *_ = group
    board = oak.do("group-close", oak.ben, as_of=JANUARY)
    assert [(one.of, one.into, one.rate, one.valid_from, one.source) for one in board.rates] == [
        ("GBP", "CAD", "2", day(1), "bank"), ("USD", "CAD", "1.5", day(1), "bank")
    ]  # fmt: skip
    assert [(one.holder, one.held, one.share, one.method) for one in board.holdings] == [
        ("ELM", "YEW", "100 %", "full"), ("OAK", "ELM", "80 %", "full")
    ]  # fmt: skip
    assert [(line.member, line.period, line.late, line.rate) for line in board.lines] == [
        ("ELM", "open", True, "1.5"), ("OAK", "open", True, "1"), ("YEW", "open", True, "2"),
    ]  # fmt: skip
    assert refusal(lambda: oak.do("consolidate", oak.ben, as_of=JANUARY)) == "late"
    done = oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    assert done.late == ("ELM", "OAK", "YEW")


def test_goods_stand_at_what_they_cost_the_group(group):
    oak, *_ = group
    done = oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    assert done.profit_in_stock_minor == 195_00
    assert inventories(done.lines) == 900_00
    shown = oak.do("show-consolidation", oak.ben)
    assert {(each.seller, each.holder): each.closing_minor for each in shown.profits} == {
        ("OAK", "ELM"): 120_00, ("OAK", "YEW"): 30_00, ("ELM", "YEW"): 45_00,
    }  # fmt: skip
    assert [(each.member, each.share) for each in shown.members] == [("ELM", "4/5"), ("OAK", "1"), ("YEW", "4/5")]
    assert not shown.stale
    assert sum(row.group_minor for row in shown.worksheet) == 0
    by_entry: dict[int, int] = {}
    for entry in shown.entries:
        by_entry[entry.entry] = by_entry.get(entry.entry, 0) + entry.amount_minor
        assert entry.because
    assert set(by_entry.values()) == {0}


def test_tax_on_the_profit_is_the_buyers_under_ifrs(group):
    """By hand: ELM has 120.00 at 20 %, YEW 75.00 at 10 %: 24.00 and 3.00 and 4.50."""
    oak, *_ = group
    oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True, tax_rates="OAK 26.5 %; ELM 20 %; YEW 10 %")
    shown = oak.do("show-consolidation", oak.ben)
    taxes = [entry.amount_minor for entry in shown.entries if entry.kind == "tax_on_profit" and entry.account == "1495"]
    assert sorted(taxes) == [3_00, 4_50, 24_00]


def test_both_sides_match_or_their_difference_is_listed(group):
    oak, *_ = group
    matched = oak.do("match-intercompany", oak.ben, as_of=JANUARY)
    assert [(line.reference, line.state) for line in matched.lines] == [("IC-2", "matched"), ("IC-1", "matched")]
    assert refusal(lambda: oak.do("intercompany", oak.ada, side="sale", counterparty="ELM", reference="IC-1",
                                  document="S-IC-1", amount="1")) == "bad_request"  # fmt: skip


def test_who_has_no_grant_on_a_member_sees_nothing_of_the_group(group):
    oak, *_ = group
    oak.do("grant", oak.root, user="ivy", role="reviewer")
    oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    for operation, asked in (("consolidate", {"as_of": JANUARY}), ("show-consolidation", {}),
                             ("group-retest", {"as_of": JANUARY}), ("match-intercompany", {"as_of": JANUARY})):  # fmt: skip
        assert refusal(lambda operation=operation, asked=asked: oak.do(operation, "ivy", **asked)) == "not_granted"
    board = oak.do("group-close", "ivy", as_of=JANUARY)
    assert [(line.member, line.currency, line.period) for line in board.lines] == [
        ("ELM", "", ""),
        ("OAK", "CAD", "open"),
    ]
    found("ASH", mark="-of-others")
    words = []
    for held in ("ASH", "HSA"):
        with pytest.raises(Problem) as raised:
            oak.do("set-ownership", oak.root, held=held, share="1 %", valid_from=day(2))
        words.append(str(raised.value).replace(held, "it"))
    assert words[0] == words[1]


def test_a_circle_and_more_than_the_whole_are_refused(group):
    oak, _, yew = group
    assert (
        refusal(lambda: yew.do("set-ownership", yew.root, held="OAK", share="10 %", valid_from=day(1)))
        == "holds_itself"
    )
    assert (
        refusal(lambda: oak.do("set-ownership", oak.root, held="YEW", share="10 %", valid_from=day(1)))
        == "more_than_whole"
    )


def test_a_write_down_of_the_holder_that_only_wrote_off_profit_is_undone(group):
    """By hand: 6 lamps of YEW fetch 8.00 pounds each, 96.00 in all; they cost YEW 135.00 and the group 60.00."""
    oak, _, yew = group
    before = oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    yew.prices(("PL-1", "1", "LAMP", "price_list", "8.00", "2026-01-30"))
    run = yew.do("propose", yew.ada, as_of=JANUARY).run
    would = oak.do("group-impact", oak.ben, as_of=JANUARY, member="YEW", run=run)
    assert (would.member_minor, would.undone_minor, would.charged_minor, would.group_minor) == (39_00, 39_00, 0, 0)
    assert all(line.change_minor == line.after_minor - line.before_minor == 0 for line in would.lines)
    yew.prices(("PL-2", "1", "LAMP", "price_list", "4.00", "2026-01-31"), name="lower.csv")
    lower = yew.do("propose", yew.ada, as_of=JANUARY).run
    less = oak.do("group-impact", oak.ben, as_of=JANUARY, member="YEW", run=lower)
    # The group's own test charges 12.00 already, which YEW's run would charge in its place.
    assert (less.member_minor, less.undone_minor, less.charged_minor, less.group_minor) == (87_00, 75_00, -12_00, 0)
    assert refusal(lambda: oak.do("group-impact", oak.ben, as_of=JANUARY, member="ASH", run=lower)) == "not_found"
    yew.prices(("PL-3", "1", "LAMP", "price_list", "8.00", "2026-01-31"), name="again.csv")
    yew.write_down(JANUARY)
    shown = oak.do("show-consolidation", oak.ben)
    assert shown.stale
    assert [member.member for member in shown.members if member.changed] == ["YEW"]
    tested = oak.do("group-retest", oak.ben, as_of=JANUARY)
    line = next(each for each in tested.lines if each.holder == "YEW")
    assert (line.holder_cost_minor, line.group_cost_minor, line.value_minor) == (135_00, 60_00, 96_00)
    assert (line.written_down_minor, line.undone_minor, line.charged_minor, line.carrying_minor) == (
        39_00,
        39_00,
        0,
        60_00,
    )
    after = oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    assert inventories(after.lines) == inventories(before.lines) == 900_00


def test_an_economy_in_hyperinflation_is_refused(group):
    oak, *_ = group
    found("FIG", currency="TRY", months=3)
    oak.do("set-ownership", oak.root, held="FIG", share="100 %", valid_from=day(1))
    with pytest.raises(Problem, match="hyperinflation"):
        oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    oak.do("set-ownership", oak.root, held="FIG", share="30 %", method="equity", valid_from=day(1))
    done = oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    assert (done.members, done.listed) == (3, 1)


def test_figures_of_another_day_are_taken_within_three_months_with_their_events(group):
    oak, *_ = group
    for one in group:
        one.do("close", one.ben, ends_on=JANUARY, because="month end")
    march = date(2026, 3, 31)
    asked = {"as_of": march, "accept_late": True, "figures_of": "ELM 2026-01-31; YEW 2026-01-31"}
    refused = refusal(lambda: oak.do("consolidate", oak.ben, **asked | {"figures_of": "ELM 2025-11-30"}))
    assert refused in {"too_far_apart", "no_rate"}
    oak.bring("rates", [(f"2026-0{month}-28", base, "CAD", rate, "bank") for month in (1, 2, 3)
                        for base, rate in (("USD", "1.5"), ("GBP", "2"))], RATES, name="later.csv")  # fmt: skip
    done = oak.do("consolidate", oak.ben, **asked, events="ELM 2026-02-14 a fire; ELM 2026-01-02 too early")
    assert done.late == ("OAK",)
    shown = oak.do("show-consolidation", oak.ben)
    assert {member.member: str(member.figures_of) for member in shown.members if member.method == "full"} == {
        "ELM": "2026-01-31", "OAK": "2026-03-31", "YEW": "2026-01-31",
    }  # fmt: skip


def test_verify_finds_nothing_wrong(group):
    group[0].do("consolidate", group[0].ben, as_of=JANUARY, accept_late=True)
    for one in group:
        found_wrong = one.do("verify", one.ben)
        assert found_wrong.clean, [check.faults for check in found_wrong.checks if check.faults]
    assert do("show-consolidation", "ben", entity="OAK").entries


def test_prices_between_members_are_no_evidence_at_the_level_of_the_group(group):
    """By hand: 6 lamps cost YEW 135.00 and the group 60.00. OAK offers 8.00 pounds, 96.00 in all, which YEW writes down to.

    Of the group nobody outside says anything, so YEW's 96.00 are what they fetch: more than 60.00. Then a price of 4.00, 48.00 in all,
    comes from outside: the group writes 12.00 down, which are 27.00 less than YEW did.
    """
    oak, elm, yew = group
    columns = ("document", "line", "item", "kind", "price", "observed_on", "channel")
    yew.bring("price_evidence", [("PL-1", 1, "LAMP", "price_list", "8.00", "2026-01-30", "OAK")], columns)
    yew.write_down(JANUARY)
    (line,) = [each for each in oak.do("group-retest", oak.ben, as_of=JANUARY).lines if each.holder == "YEW"]
    assert (line.value_minor, line.written_down_minor, line.undone_minor, line.carrying_minor) == (
        None,
        39_00,
        39_00,
        60_00,
    )
    yew.bring("price_evidence", [("PL-2", 1, "LAMP", "quote", "4.00", "2026-01-30", ""),
                                 ("P-IC-2", 7, "LAMP", "recent_sale", "9.00", "2026-01-30", "")], columns, name="more.csv")  # fmt: skip
    tested = oak.do("group-retest", oak.ben, as_of=JANUARY)
    (line,) = [each for each in tested.lines if each.holder == "YEW"]
    assert (line.value_minor, line.written_down_minor, line.undone_minor, line.carrying_minor) == (
        48_00,
        39_00,
        27_00,
        48_00,
    )
    assert [(each.holder, each.item, each.document, each.because) for each in tested.left_out] == [
        ("YEW", "LAMP", "PL-1", "on the channel of OAK"), ("YEW", "LAMP", "P-IC-2", "a price between YEW and ELM"),
    ]  # fmt: skip
    assert elm.do("verify", elm.ben).clean
