"""The story asks only for what the catalogue has, in an order that holds, and imports only files that are there."""

from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal

import polars as pl

from lowmark.interchange import read_table
from lowmark.sample import company, facts
from lowmark.sample.story import AS_OF, INTERIM_ON, STEPS, TRIAL_BALANCES, files, trial_balance_file
from lowmark.services.catalogue import BY_NAME

ADMINISTRATORS = {"system", "root"}


def _of(code):
    return [step for step in STEPS if step.entity == code]


def test_every_step_is_a_request_of_an_operation():
    for step in STEPS:
        operation = BY_NAME[step.operation]
        asked = {field.name: field for field in fields(operation.request)}
        given = {"entity", *step.arguments, *step.taken}
        needed = {name for name, field in asked.items() if field.default is MISSING}
        assert needed <= given <= set(asked)
        answer = {field.name for field in fields(BY_NAME["propose"].response)}
        assert set(step.taken) <= answer


def test_every_step_is_asked_by_somebody_who_may():
    for entity in facts():
        roles = {"root": {"administrator"}, "ada": set(), "ben": set()}
        for step in _of(entity.code):
            policy = BY_NAME[step.operation].policy
            if step.persona == "system":
                assert policy.operator
                continue
            assert roles[step.persona] & set(policy.roles), step
            if step.operation == "grant":
                roles[step.arguments["user"]].add(step.arguments["role"])
        assert not roles["ada"] & roles["ben"]


def test_nobody_approves_what_they_prepared():
    asked = {(step.operation, step.persona) for step in STEPS}
    assert {persona for operation, persona in asked if operation == "propose"} == {"ada"}
    assert {persona for operation, persona in asked if operation in {"approve", "post"}} == {"ben"}


def _imports(code):
    return [step.arguments for step in _of(code) if step.operation == "import"]


def test_every_file_that_is_imported_is_there_and_reads():
    tables = company(seed=7, moves=3_000)
    made = files(tables)
    for entity in facts():
        there = dict(made[entity.code])
        for name, as_of in TRIAL_BALANCES.items():
            there[name] = trial_balance_file(tables=tables[entity.code], exported=[], as_of=as_of)
        assert sorted(step["file"] for step in _imports(entity.code)) == sorted(there)
        for step in _imports(entity.code):
            content = there[step["file"]]
            read = read_table(file_name=step["file"], content=content, table=step["table"], currency=entity.currency)
            assert read.problems == ()
            assert read.n_rows > 0
            assert b'""' not in content


def test_the_files_are_the_tables_in_two_parts():
    tables = company(seed=7, moves=3_000)
    made = files(tables)
    for code, parts in made.items():
        rows = {name: content.count(b"\n") - 1 for name, content in parts.items()}
        for table in ("stock_moves", "price_evidence"):
            assert rows[f"{table}-2026-09.csv"] + rows[f"{table}-2026-10.csv"] == tables[code][table].height


def test_september_is_tested_and_closed_before_october_is_taken_in():
    for entity in facts():
        steps = _of(entity.code)
        order = [(step.operation, step.arguments.get("as_of"), step.arguments.get("file")) for step in steps]
        first, second = order.index(("propose", INTERIM_ON, None)), order.index(("propose", AS_OF, None))
        october = order.index(("import", None, "stock_moves-2026-10.csv"))
        closes = [place for place, step in enumerate(steps) if step.operation == "close"]
        assert first < min(closes) <= max(closes) < october < second
        ends = [steps[place].arguments["ends_on"] for place in closes]
        assert ends[0] == date(2025, 11, 30)
        assert ends[-1] == date(2026, 9, 30)
        assert len(ends) == 11


def test_an_outside_ledger_is_handed_the_entries_before_its_trial_balance_comes_back_and_the_test_is_made():
    for entity in facts():
        names = [step.arguments.get("file", step.operation) for step in _of(entity.code)]
        assert names.index("trial_balance-2025-10.csv") < names.index("opening_layers.csv")
        for as_of, evidence in ((INTERIM_ON, "price_evidence-2026-09.csv"), (AS_OF, "price_evidence-2026-10.csv")):
            begun = names.index(evidence)
            assert names[begun + 1 :][:4] == [
                "export-entries",
                f"trial_balance-{as_of:%Y-%m}.csv",
                "tie-out",
                "propose",
            ]


def test_the_trial_balance_holds_every_export_and_leaves_out_what_was_taken_over():
    tables = company(seed=7, moves=1_500)["MAPLE"]
    header = (
        "entity,book,journal,number,date,account,account_name,debit,credit,currency,reason,item_class,document,event\n"
    )
    line = "MAPLE,aspe,stock,stock/2026/{n},{day},{account},,{debit},{credit},CAD,,merchandise,SO-1,{event}\n"
    say = lambda n, day, account, debit, credit, event: line.format(  # noqa: E731 -- a line of the file
        n=n, day=day, account=account, debit=debit, credit=credit, event=event
    )
    first = (
        header
        + say(1, "2025-11-01", "1200", "5.00", "", "opening")
        + say(1, "2025-11-01", "3900", "", "5.00", "opening")
    )
    second = (
        header + say(2, "2026-09-30", "5000", "3.10", "", "sale") + say(2, "2026-09-30", "1200", "", "3.10", "sale")
    )
    third = header + say(3, "2026-10-01", "5000", "0.90", "", "sale") + say(3, "2026-10-01", "1200", "", "0.90", "sale")

    def balances(exported, as_of):
        content = trial_balance_file(tables=tables, exported=exported, as_of=as_of)
        read = read_table(file_name="tb.csv", content=content, table="trial_balance", currency="CAD")
        assert read.problems == ()
        return {
            row["account"]: (row["debit"], row["credit"]) for row in pl.read_csv(content, infer_schema=False).to_dicts()
        }

    alone, handed = balances([], INTERIM_ON), balances([first, second, third], INTERIM_ON)
    assert "5000" not in alone
    assert handed["5000"] == ("3.10", None)
    assert Decimal(alone["1200"][0]) - Decimal(handed["1200"][0]) == Decimal("3.10")
    assert "3900" not in handed
    assert balances([first, second, third], AS_OF)["5000"] == ("4.00", None)
