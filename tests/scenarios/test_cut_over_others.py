"""Retail totals, tax bases and margins within a group come over in July, and go on as if the books had been kept here all year.

Retail, of a published problem: 14,000 at cost and 20,000 at retail on 1 January; 58,800 and 81,000 bought, freight 7,500, markups
9,000, markdowns 1,600, sales 80,000, shrinkage 2,000 until 31 July: 26,400 at retail x 0.73 = 19,272.00 conventional; by LIFO 14,000 +
6,400 x 3/4 = 18,800.00. Until June: 47,500 at cost to 66,000 at retail, 24,400 left: 17,560.61.

Tax: ten tents at 100.00, bid for at 95.00 in May, written down to 97.00 in June: a base of 950.00, 970.00 carried, so 20.00 are taxable:
4.00 at 20 %. Four go in July; six at 90.00: 42.00 more, of which 30.00 - 18.00 = 12.00 are deductible now: 2.40, and 6.00 later.

Margins: OAK (CAD) holds 80 % of ELM (USD), which has 24 of its lamps, each with 5.00 of OAK's margin; six go in July: 90.00 are left.
"""

from datetime import date

from lowmark.services.operation import File
from tests.company import Company, csv, found

JUNE, OPENS, JULY = date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31)
BALANCES = ("account", "as_of", "amount")
LAYERS = ("document", "line", "item", "location", "quantity", "value", "received_on", "opening_on")


def opened(code: str, balances: dict[str, str], **given: object) -> Company:
    """Return a company that begins in July with an old ledger's balances; equity is what is left."""
    made = found(code, opens_on=OPENS, months=6, **given)
    rest = -sum(round(float(amount) * 100) for amount in balances.values())
    rows = [*balances.items(), ("3000", f"{'-' if rest < 0 else ''}{abs(rest) // 100}.{abs(rest) % 100:02}")]
    made.bring("trial_balance", [(account, JUNE, amount) for account, amount in rows], BALANCES)
    return made


def refused(made: Company, table: str, columns, rows) -> list[tuple[int, str]]:
    answer = made.do("import", made.ada, table=table, file=File(f"{table}.csv", csv(columns, rows)))
    assert not answer.accepted
    return sorted((problem.row, problem.code) for problem in answer.problems)


TOTALS = ("opening_cost", "opening_retail", "purchases_cost", "purchases_retail", "freight_in", "markups", "markdowns", "sales",
          "normal_shrinkage")  # fmt: skip
UNTIL_JUNE = (14000, 20000, 30000, 42000, 3500, 4000, 600, 40000, 1000)
IN_JULY = (0, 0, 28800, 39000, 4000, 5000, 1000, 40000, 1000)
RETAIL = ("pool", "method", *TOTALS, "carried", "opening_on")
HATS = ("hats", "retail_conventional", *UNTIL_JUNE, "17560.61", OPENS)
SHOES = ("shoes", "retail_lifo", *UNTIL_JUNE, "14000.00", OPENS)
STACK = [("shoes", "retail_lifo", 2025, "20000.00", "1", "14000.00", "15000.00", OPENS)]


def estimated(made: Company, pool: str, method: str, totals: tuple[int, ...]):
    given = {name: str(amount) for name, amount in zip(TOTALS, totals, strict=True) if amount}
    return made.do("estimate-inventory", made.ben, method=method, pool=pool, as_of=JULY, inside_cost="20000", **given)


def test_departments_go_on_from_the_totals_of_the_year(store):
    whole = found("RALL", framework="us_gaap")
    late = opened("RLATE", {"1200": "32560.61", "1280": "-1000.00"}, framework="us_gaap")
    assert refused(late, "opening_retail", RETAIL, [(*HATS[:-2], "17560.60", OPENS), SHOES]) == [
        (2, "differs"),
        (3, "differs"),
    ]
    late.bring("opening_pool_layers", STACK, ("pool", "method", "fiscal_year", "base_amount", "index", "cost", "inside_cost",
                                              "opening_on"))  # fmt: skip
    assert refused(late, "opening_retail", RETAIL, [HATS]) == [(0, "differs_from_ledger")]
    late.bring("opening_retail", [HATS, SHOES], RETAIL)
    assert refused(late, "opening_retail", RETAIL, [HATS]) == [(2, "already_recorded")]
    year = tuple(sum(both) for both in zip(UNTIL_JUNE, IN_JULY, strict=True))
    for pool, method, comes_to in (("hats", "retail_conventional", 19_272_00), ("shoes", "retail_lifo", 18_800_00)):
        all_year, since = estimated(whole, pool, method, year), estimated(late, pool, method, IN_JULY)
        assert since.inventory_minor == all_year.inventory_minor == comes_to
        assert [one for one in since.steps if one.ratio] == [one for one in all_year.steps if one.ratio]
        assert since.cost_of_goods_sold_minor == all_year.cost_of_goods_sold_minor
    assert late.do("verify", late.ben).clean


TAX = ("tax_book", "document", "line", "tax_base", "deferred_tax", "opening_on")
BASE = ("us_tax", "OPEN", 1, "950.00", "-4.00", OPENS)


def test_taxes_go_on_from_the_bases_of_the_ledger_before(store):
    whole = found("TALL", months=12)
    whole.items("TENT")
    whole.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, "1000.00", date(2026, 2, 2)))
    whole.prices(("B-1", 1, "TENT", "replacement_cost", "95.00", date(2026, 5, 31)),
                 ("L-1", 1, "TENT", "price_list", "97.00", JUNE))  # fmt: skip
    whole.write_down(JUNE)
    late = opened("TLATE", {"1000": "5000.00", "1200": "1000.00", "1290": "-30.00", "1600": "-4.00"})
    late.items("TENT")
    late.bring("opening_layers", [("OPEN", 1, "TENT", "Main", 10, "1000.00", "2026-02-02", OPENS)], LAYERS)
    late.bring("opening_allowances", [("OPEN", 1, "TENT", 2026, "price_decline", "30.00", OPENS)],
               ("document", "line", "item", "fiscal_year", "reason", "amount", "accounting_on"))  # fmt: skip
    assert refused(late, "opening_tax_bases", TAX, [(*BASE[:4], "-3.00", OPENS)]) == [(0, "differs_from_ledger")]
    wrong = [("us_tax", "OPEN", 1, "1000.01", "-4.00", OPENS), ("us_tax", "NONE", 1, "1.00", "0", OPENS)]
    assert refused(late, "opening_tax_bases", TAX, wrong) == [
        (2, "beyond_difference"), (2, "more_than_cost"), (3, "unknown_layer")
    ]  # fmt: skip
    late.bring("opening_tax_bases", [BASE], TAX)
    assert refused(late, "opening_tax_bases", TAX, [(*BASE[:3], "949.00", *BASE[4:])]) == [(2, "already_recorded")]
    asked = {"tax_book": "us_tax", "tax_rate": "20 %"}
    assert late.do("tax", late.ben, as_of=OPENS, **asked).liability_minor == 4_00
    said = []
    for made in (whole, late):
        made.record("SO-1", "TENT", 4, date(2026, 7, 10))
        made.prices(("L-2", 1, "TENT", "price_list", "90.00", JULY), name="july.csv")
        run = made.do("propose", made.ada, as_of=JULY).run
        taxed = made.do("tax", made.ben, as_of=JULY, run=run, **asked)
        draft = made.do(
            "draft-tax", made.ada, run=run, tax_rate="20 %", deductible_now=f"{taxed.charge_now_minor / 100:.2f}"
        )
        said.append([taxed.cost_minor, taxed.carrying_minor, taxed.tax_base_minor, taxed.deductible_now_minor,
                     taxed.temporary_difference_minor, taxed.asset_minor, taxed.liability_minor, taxed.charge_minor,
                     taxed.charge_now_minor, taxed.current_tax_minor, taxed.deferred_tax_minor, draft.amount_minor])  # fmt: skip
    assert said[0] == said[1]
    assert said[1][7:11] == [42_00, 12_00, 2_40, 6_00] and said[1][2] == 570_00
    assert late.do("verify", late.ben).clean


MARGIN = ("document", "line", "seller", "sold_on", "margin", "currency", "eliminated", "opening_on")


def group(oak: Company, elm: Company, first: date) -> None:
    days = [date(2026, month, day) for month in range(1, 8) for day in (1, 16)]
    oak.bring(
        "rates",
        [(day, "USD", "CAD", "1.5", "bank") for day in days],
        ("valid_from", "base", "currency", "rate", "source"),
    )
    oak.do("set-ownership", oak.root, held=elm.entity, share="80 %", valid_from=first)


def test_margins_within_the_group_go_on_with_the_goods(store):
    oak = found("OAK", framework="ifrs", catalogue="GROUP")
    elm = found("ELM", currency="USD", framework="ifrs", catalogue="GROUP")
    oak.items("LAMP")
    elm.bring("locations", [("Main",)], ("location",))
    group(oak, elm, date(2026, 1, 1))
    oak.record("PO-1", "LAMP", 100, date(2026, 1, 5), value="1000.00")
    for made, side, worth in ((oak, "sale", {}), (elm, "purchase", {"value": "400.00"})):
        made.record("IC-1", "LAMP", 40, date(2026, 1, 10), **worth)
        other = {oak.entity: elm.entity, elm.entity: oak.entity}[made.entity]
        made.do("intercompany", made.ada, side=side, counterparty=other, reference="IC-1", document="IC-1", amount="600.00",
                **({"currency": "CAD"} if side == "purchase" else {}))  # fmt: skip
    elm.record("SO-1", "LAMP", 16, date(2026, 3, 25))

    ash = opened("ASH", {"1000": "900.00", "1200": "600.00"}, framework="ifrs", catalogue="OTHERS")
    yew = opened("YEW", {"1000": "100.00", "1200": "240.00"}, framework="ifrs", catalogue="OTHERS", currency="USD")
    ash.items("LAMP")
    yew.bring("locations", [("Main",)], ("location",))
    group(ash, yew, OPENS)
    ash.bring("opening_layers", [("OPEN", 1, "LAMP", "Main", 60, "600.00", "2026-01-05", OPENS)], LAYERS)
    yew.bring("opening_layers", [("OPEN", 1, "LAMP", "Main", 24, "240.00", "2026-01-10", OPENS)], LAYERS)
    margin = ("OPEN", 1, "ASH", "2026-01-10", "120.00", "CAD", "120.00", OPENS)
    wrong = [(*margin[:4], "119.00", *margin[5:]), ("NONE", 1, "YEW", "2026-07-10", "1", "USD", "1", OPENS)]
    assert refused(yew, "opening_margins", MARGIN, wrong) == [
        (2, "differs"), (3, "same_entity"), (3, "sold_later"), (3, "unknown_layer")
    ]  # fmt: skip
    yew.bring("opening_margins", [margin], MARGIN)
    assert refused(yew, "opening_margins", MARGIN, [(*margin[:4], "60.00", "CAD", "60.00", OPENS)]) == [
        (2, "already_recorded")
    ]
    said = []
    for parent, held in ((oak, elm), (ash, yew)):
        held.record("SO-2", "LAMP", 6, date(2026, 7, 10))
        done = parent.do("consolidate", parent.ben, as_of=JULY, accept_late=True)
        stock = [
            line.amount_minor
            for line in done.lines
            if (line.statement, line.caption) == ("balance_sheet", "Inventories")
        ]
        shown = parent.do("show-consolidation", parent.ben)
        entries = [(one.kind, one.account, one.amount_minor) for one in shown.entries if "profit" in one.kind]
        said.append((done.profit_in_stock_minor, stock, entries, [one.closing_minor for one in shown.profits]))
    assert said[0] == said[1] and said[1][0] == 90_00
    assert all(made.do("verify", made.ben).clean for made in (ash, yew))
