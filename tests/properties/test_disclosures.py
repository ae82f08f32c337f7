"""Disclosures: what is required is there or is named as missing, one figure is one figure, and amounts are gross."""

from datetime import date

import polars as pl
import pytest

from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.reporting import requirements
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.disclosures import Fact, disclose, facts_of, schedule_ii
from lowmark.core.statements.roll_forward import roll_forward
from lowmark.frameworks.read import names, read_area

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
MOVES = pl.DataFrame(
    [("opening", "", 100, "merchandise"), ("charge", "", 40, "merchandise"), ("charge", "", 5, "supplies"),
     ("reverse", "", -15, "merchandise"), ("release", "sale", -30, "merchandise"), ("use", "scrap", -10, "merchandise")],
    schema=["kind", "cause", "amount_minor", "item_class"], orient="row",
).with_columns(accounting_on=pl.lit(date(2026, 6, 30)))  # fmt: skip
ALLOWANCE = roll_forward(moves=MOVES, by=["item_class"], first_on=FIRST, last_on=LAST)
GROSS = {"merchandise": 1_000, "supplies": 200}


def asked(framework):
    return requirements(
        resolve_area(framework=framework, tree=read_area(framework, "disclosure"), facts=[], on=LAST).values
    )


def facts(**more):
    found = facts_of(
        gross_by_class=GROSS,
        allowance=ALLOWANCE,
        recognised_as_expense_minor=5_000,
        policy="Lower of cost and NRV; FIFO",
    )
    return found + [Fact(name=name, tied_to="people", words=words) for name, words in more.items()]


@pytest.mark.parametrize("framework", names())
def test_all_that_a_framework_always_requires_follows_from_stock_and_roll_forward(framework):
    found = disclose(
        facts=facts(circumstances_of_reversals="the market for tents has recovered"), requirements=asked(framework)
    )
    assert found.faults == ()
    always = {one.fact for one in asked(framework) if one.when == "always"}
    assert always <= set(found.table["fact"])
    assert all(found.table["paragraph"]) and all(found.table["tied_to"])


def test_write_downs_and_reversals_are_gross_and_carrying_amounts_add_up():
    table = disclose(facts=facts(circumstances_of_reversals="recovered"), requirements=asked("ifrs")).table
    amounts = dict(table.filter(pl.col("class") == "").select("fact", "amount_minor").iter_rows())
    assert (amounts["write_downs"], amounts["reversals"], amounts["carrying"]) == (45, 15, 1_200 - 90)
    by_class = table.filter(pl.col("fact") == "carrying_by_class")
    assert by_class.select("class", "amount_minor").rows() == [("merchandise", 915), ("supplies", 195)]
    assert by_class["amount_minor"].sum() == amounts["carrying"]
    concepts = dict(table.filter(pl.col("concept") != "").select("fact", "concept").iter_rows())
    assert concepts["write_downs"] == "ifrs-full:InventoryWritedown2011"
    assert concepts["reversals"] == "ifrs-full:ReversalOfInventoryWritedown"


def test_reversals_need_the_circumstances_that_led_to_them_where_the_framework_asks():
    missing = {
        name: [fault.fact for fault in disclose(facts=facts(), requirements=asked(name)).faults] for name in names()
    }
    assert missing == {"aspe": [], "ifrs": ["circumstances_of_reversals"], "us_gaap": []}


def test_everything_that_is_missing_is_named_at_once():
    found = disclose(facts=[], requirements=asked("aspe"))
    assert [str(fault) for fault in found.faults] == [
        "policy: ASPE 3031.35 requires it [missing]",
        "carrying: ASPE 3031.35 requires it [missing]",
        "carrying_by_class: ASPE 3031.35 requires it [missing]",
        "recognised_as_expense: ASPE 3031.35 requires it [missing]",
    ]
    assert found.table.is_empty()


def test_figures_that_ought_to_be_one_and_are_not_are_named():
    said = [
        Fact(name="gross", amount_minor=100, tied_to="ledger"), Fact(name="allowance", amount_minor=10, tied_to="ledger"),
        Fact(name="carrying", amount_minor=91, tied_to="ledger"), Fact(name="write_downs", amount_minor=-3, tied_to="ledger"),
        Fact(name="carrying_by_class", by_class={"supplies": 90}, tied_to="stock"),
    ]  # fmt: skip
    found = {(fault.code, fault.fact) for fault in disclose(facts=said, requirements=[]).faults}
    assert found == {("does_not_tie", "carrying"), ("does_not_tie", "carrying_by_class"), ("not_gross", "write_downs")}


def test_schedule_ii_bears_its_tags_and_foots():
    found = schedule_ii(name="FY 2026", allowance=ALLOWANCE)
    assert found.select("column", "amount_minor").rows() == [
        ("opening", 100), ("charged_to_costs_and_expenses", 45), ("charged_to_other_accounts", 0), ("deductions", -55), ("closing", 90),
    ]  # fmt: skip
    assert found["concept"].str.starts_with("us-gaap:ValuationAllowancesAndReserves").all()


def test_facts_that_cannot_be_are_refused():
    with pytest.raises(Problem, match="fact_twice"):
        disclose(facts=[*facts(), *facts()], requirements=[])
    with pytest.raises(Problem, match="not_by_class"):
        facts_of(
            gross_by_class=GROSS,
            allowance=roll_forward(moves=MOVES, by=[], first_on=FIRST, last_on=LAST),
            recognised_as_expense_minor=0,
            policy="",
        )
    with pytest.raises(Problem, match="allowance_without_stock"):
        facts_of(gross_by_class={"merchandise": 1_000}, allowance=ALLOWANCE, recognised_as_expense_minor=0, policy="")


def test_stora_enso_2016_as_published():
    """Note 16 of 2016, EUR million: gross by class less allowances for spares, finished goods and net realisable value is 1 346."""
    classes = ["materials", "work", "finished", "spares", "other", "advances"]
    gross = dict(zip(classes, [332, 77, 651, 282, 15, 102], strict=True))
    moves = pl.DataFrame(
        [("opening", "", 106, "spares"), ("opening", "", 13, "finished"), ("charge", "", 14, "finished"),
         ("reverse", "", -7, "finished"), ("use", "scrap", -8, "spares"), ("release", "sale", -5, "finished")],
        schema=["kind", "cause", "amount_minor", "item_class"], orient="row",
    ).with_columns(accounting_on=pl.lit(LAST))  # fmt: skip
    allowance = roll_forward(moves=moves, by=["item_class"], first_on=FIRST, last_on=LAST)
    found = {
        fact.name: fact.amount_minor
        for fact in facts_of(gross_by_class=gross, allowance=allowance, recognised_as_expense_minor=0, policy="x")
    }
    assert (found["allowance"], found["carrying"], found["write_downs"], found["reversals"]) == (113, 1_346, 14, 7)
