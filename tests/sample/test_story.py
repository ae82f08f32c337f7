"""The story asks only for what the catalogue has, in an order that holds, and imports only files that are there."""

from dataclasses import MISSING, fields
from datetime import date

from lowmark.interchange import read_table
from lowmark.sample import company, facts
from lowmark.sample.story import AS_OF, INTERIM_ON, STEPS, files
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


def test_every_file_that_is_imported_is_there_and_reads():
    made = files(company(seed=7, moves=2_000))
    for entity in facts():
        imported = [step.arguments for step in _of(entity.code) if step.operation == "import"]
        assert sorted(step["file"] for step in imported) == sorted(made[entity.code])
        for step in imported:
            content = made[entity.code][step["file"]]
            read = read_table(file_name=step["file"], content=content, table=step["table"], currency=entity.currency)
            assert read.problems == ()
            assert b'""' not in content


def test_the_files_are_the_tables_in_two_parts():
    tables = company(seed=7, moves=2_000)
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
        assert ends[0] == date(2026, 1, 31)
        assert ends[-1] == date(2026, 9, 30)
        assert len(ends) == 9
