"""What one client does changes nothing that another can see or be told: two unrelated entities in one database.

The second entity's history is done alone in one store, and in another between the steps of the first one's. Numbers of
rows, moments and what is hashed over them differ; everything else that its people can read is the same, row by row.
"""

import dataclasses
import json
import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.noun import Noun
from lowmark.core.tables.registry import NOUNS
from lowmark.services import catalogue, people
from lowmark.services import proofs as proving
from lowmark.services.access import every_entity
from lowmark.services.operation import File, Operation
from lowmark.store.scope import Scope
from lowmark.store.session import reading
from tests.company import Company, actor, do, found
from tests.fresh_store import ENGINES, fresh_store
from tests.history import FAR, ITEMS, OPENS, History
from tests.store.at_the_doors import OF_NUMBERS, at_the_doors, working

OPERATIONS = tuple(catalogue.BY_NAME.values())

SEEDS = (0, pytest.param(1, marks=pytest.mark.more), pytest.param(2, marks=pytest.mark.more))
STEPS = 10

OVER_NUMBERS = {"content_hash", "run_hash", "snapshot_hash", "bound_hash", "body_hash", "before_hash", "after_hash", "root", "facts_root",
                "chained"}  # fmt: skip
"""Hashes over rows with their numbers and moments."""

MADE_UP = {"request_key", "pool_key", "lot_key"}
"""A random key, and a name made of numbers."""


def begun(entity: str, seed: int) -> History:
    company = found(entity, months=8, mark=f"-{entity.lower()}")
    history = History(company, random.Random(seed))
    history.begin()
    return history


def go_on(history: History, nth: int) -> None:
    """Do a step; now and then the one in which a write-down is posted late, or one of a group."""
    if nth % 4 == 3:
        consolidate(history.company)
    if nth % 4 == 2:
        history.late_write_down_and_exit()
    else:
        history.go_on()


def consolidate(company: Company) -> None:
    """Declare a purchase from the other client, whose name is no more than a word here, and consolidate."""
    other = {"ALDER": "BIRCH", "BIRCH": "ALDER"}[company.entity]
    told(lambda: company.do("intercompany", company.ada, side="purchase", counterparty=other, reference="IC-1",
                            document="PO-TENT", amount="10.00"))  # fmt: skip
    told(lambda: company.do("set-ownership", company.root, held=other, share="100 %", valid_from=OPENS))
    company.do(
        "consolidate", company.ben, as_of=date(2026, 1, 31), accept_late=True, tax_rates=f"{company.entity} 25 %"
    )


def everything(company: Company, *, thorough: bool) -> dict[str, Any]:
    """Return all that the company's people can read, by every query, in every table, and at every address of the doors."""
    asked = questions(company)
    said = {**answers(company, asked), **tables(company)}
    working(company)
    return said | at_the_doors(company, asked, thorough=thorough)


def answers(company: Company, questions: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Ask every query that a role of an entity may ask."""
    said = {}
    for name, asked in questions.items():
        told_all = [told(lambda name=name, one=one: plain(company.do(name, company.ben, **one))) for one in asked]
        # An export for an auditor holds numbers of rows: only what it consists of is compared.
        said[name] = [sorted(one) for one in told_all] if name in OF_NUMBERS else told_all
    return said


def questions(company: Company) -> dict[str, list[dict[str, Any]]]:
    """Return what every query that a role of an entity may ask is asked. One that is new has to be given its questions here."""
    runs = [line.run for line in company.do("list-runs", company.ben).lines]
    accounts = sorted(company.balances(FAR))
    subjects = [*(f"item {item}" for item in ITEMS), *(f"account {code}" for code in accounts), "move PO-TENT/1",
                "entry stock/2026/1", *(f"run {run} item {item}" for run in runs for item in ITEMS)]  # fmt: skip
    days = [date(2026, 1, 9), date(2026, 1, 31), FAR]
    on_days = [{"as_of": on} for on in days]
    at_the_end = [{"as_of": FAR}]
    asked: dict[str, list[dict[str, Any]]] = {
        "cost": on_days,
        "assess": [{"as_of": on, "book": "all"} for on in days],
        "worklist": on_days,
        "what-if": [{"as_of": on, "price": "-10 %", "cost_to_sell": "=5 %"} for on in days],
        "change-of-method": [{"method": "moving_average", "as_of": FAR}, {"method": "weighted_average", "as_of": FAR}],
        "cost-components": [{"as_of": on, "since": days[0]} for on in days],
        "list-formula-changes": [{}],
        "show-formula-change": [{"document": "none"}],
        "sensitivity": on_days,
        "list-runs": [{}],
        "list-seals": [{}],
        "settings": on_days,
        "trend": [{"as_of": FAR, "months": 6}],
        "show-run": [{"run": run} for run in runs],
        "statements": on_days,
        "explain": [{"subject": subject} for subject in subjects],
        "recost": [{}],
        "cut-off": on_days,
        "positions": on_days,
        "ageing": on_days,
        "orders": on_days,
        "pick": [{"item": item, "quantity": "3", "picked_on": FAR} for item in ITEMS],
        "kits": [{"on": FAR}],
        "history": [{"item": ITEMS[0], "lot": "L-1"}],
        "replenish": [{"as_of": FAR}],
        "stock-trends": [{"as_of": FAR, "months": 3}],
        "labels": [{"location": "Main", "read_on": FAR}],
        "trace": [{"item": ITEMS[0], "lot": "L-1"}],
        "roll-forward": [{"first_on": days[0], "last_on": FAR, "by": by} for by in ("class", "item", "lot", "reason")],
        "report": [
            {"report": name, "as_of": FAR, "account": accounts[0]}
            for name in ("statements", "lead_schedule", "roll_forward", "disclosures", "ageing")
        ],
        "binder": [{"run": run} for run in runs],
        "ratios": on_days,
        "impact": [{"run": run, "tax_rate": "25 %"} for run in runs],
        "significance": on_days,
        "disclosures": on_days,
        "tax": [{"as_of": FAR, "tax_book": name} for name in ("us_tax", "ca_tax")],
        "demand": [{"as_of": FAR, "by": by} for by in ("item", "location", "category")],
        "back-test": [{}],
        "show-forecast": at_the_end,
        "expected-write-down": at_the_end,
        "commitments": at_the_end,
        "look-back": [{"first_on": days[0], "as_of": FAR}],
        "tie-out": on_days,
        "count-plan": at_the_end,
        "count-sample": at_the_end,
        "frozen-places": [{}, {"location": "Main"}],
        "count-roll": [{"document": "CS-1", "as_of": FAR}],
        "confirmations": at_the_end,
        "count-variances": [{"document": "CS-1"}],
        "scan": [{"code": "TENT", "read_on": FAR}],
        "outlook": at_the_end,
        "show-plan": [{}],
        "plan-results": at_the_end,
        "by-dimension": [{"as_of": FAR, "dimension": name} for name in ("item_class", "department")],
        "budget": [{"document": "none", "as_of": FAR}],
        "misstatements": [{"year": 2026}],
        "journal": [{"up_to": FAR, "format": form} for form in ("csv", "hledger")],
        "list-journals": [{}],
        "show-journal": [{"document": "none"}],
        "close-board": [{"ends_on": on} for on in (date(2026, 1, 31), None)],
        "access-review": [{}],
        "export-checkpoint": [{}],
        "export-facts": [{}],
        "facts": [{}],
        "webhooks": [{}],
        "audit-log": [{}],
        "moves": [{}, {"limit": 2}],
        "entries": [{}, {"limit": 3, "after": "0:0"}],
        "group-close": on_days,
        "match-intercompany": on_days,
        "group-retest": on_days,
        "group-impact": [{"as_of": FAR, "member": company.entity, "run": run} for run in (*runs[:1], "none")],
        "remeasure": [{"as_of": FAR, "functional": "CAD"}, {"as_of": FAR, "functional": "USD"}],
        "show-consolidation": [{"consolidation": name} for name in ("", "2026-01-31/1", "none")],
        "group-disclosures": [{"consolidation": name} for name in ("", "2026-01-31/1", "none")],
        "verify": [{}],
        "industry": at_the_end,
        "horizons": at_the_end,
        "impairment": [{"as_of": FAR, "project": "P", "carrying": "10", "cash_flows": "", "rate": "0"}],
        "jobs": [{}],
        "job": [{"job": "none"}],
    }
    asked_by_role = {one.name for one in OPERATIONS if one.kind == "query" and one.policy.roles}
    assert asked.keys() == asked_by_role
    return asked


def told(ask: Any) -> Any:
    """Return an answer, or the problem instead of it."""
    try:
        return ask()
    except Problem as problem:
        return problem.code, problem.message, problem.hint, dict(problem.where)


def tables(company: Company) -> dict[str, Any]:
    """Return the rows of every table as a reader of the company's scope sees them, without what is only a number."""
    entity = next(one for one in every_entity() if one.code == company.entity)
    with reading(Scope(user_id=people.user_id(company.ben), entities=(entity.id,), purpose="report")) as reader:
        rows = {noun.name: reader.rows(f"SELECT {', '.join(noun.columns)} FROM {noun.table}") for noun in NOUNS}
        names = {row["id"]: row["username"] for row in reader.rows("SELECT id, username FROM people_user")}
    places: dict[str, Mapping[int, Any]] = {
        noun.name: {number: place for place, number in enumerate(sorted(row["id"] for row in rows[noun.name]))}
        for noun in NOUNS
        if "id" in noun.columns
    }
    places["user"] = names
    return {
        noun.table: sorted((_row(noun, row, places) for row in rows[noun.name]), key=repr) for noun in NOUNS
    } | {"people_user": sorted(names.values())}  # fmt: skip


def _row(noun: Noun, row: Mapping[str, Any], places: Mapping[str, Mapping[int, Any]]) -> dict[str, Any]:
    """Return a row with places in the order of making for numbers. A reference past the scope has no place: it fails."""
    made = {}
    for name, column in noun.columns.items():
        value = row[name]
        if name in OVER_NUMBERS | MADE_UP or column.type == "instant":
            made[name] = value is not None
        elif name == "id" or (column.refers_to is not None and value is not None):
            made[name] = places["user" if column.refers_to == "user" else column.refers_to or noun.name][value]
        elif name == "response":
            made[name] = plain(json.loads(value))
        else:
            made[name] = value
    return made


def plain(shape: Any) -> Any:
    """Return an answer as plain values, without the hashes over numbers."""
    if dataclasses.is_dataclass(shape) and not isinstance(shape, type):
        return plain({field.name: getattr(shape, field.name) for field in dataclasses.fields(shape)})
    if isinstance(shape, dict):
        return {name: bool(value) if name in OVER_NUMBERS else plain(value) for name, value in shape.items()}
    return [plain(each) for each in shape] if isinstance(shape, list | tuple) else shape


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.more)])
def test_what_one_client_does_the_other_cannot_see(engine, seed):
    with fresh_store(engine):
        theirs = begun("BIRCH", seed)
        for nth in range(STEPS):
            go_on(theirs, nth)
        alone = everything(theirs.company, thorough=seed > 0)
    with fresh_store(engine):
        draw = random.Random(1000 + seed)
        ours, theirs = begun("ALDER", 2000 + seed), begun("BIRCH", seed)
        done = {"ALDER": 0, "BIRCH": 0}
        while done["BIRCH"] < STEPS:
            history = draw.choice([ours, theirs])
            go_on(history, done[history.company.entity])
            done[history.company.entity] += 1
        assert done["ALDER"] > 0
        working(ours.company)
        beside = everything(theirs.company, thorough=seed > 0)
    assert beside.keys() == alone.keys()
    for what, said in alone.items():
        assert beside[what] == said, what
    assert alone["ledger_consolidation_line"] and alone["stock_intercompany_move"]
    assert alone["subledger_allowance_move"] and alone["runs_run"] and alone["entities_period_event"]


def request_of(operation: Operation, entity: str) -> Any:
    """Return a request that can be read: each field its example, or the first thing of its type."""
    examples: dict[Any, Any] = {str: "x", int: 1, bool: True, date: OPENS, File: File("x.csv", b"item\nX\n")}
    fields = {}
    for field in dataclasses.fields(operation.request):
        if field.name == "entity":
            fields["entity"] = entity
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            fields[field.name] = (field.type is str and field.metadata.get("example")) or examples[field.type]
    return operation.request(**fields)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_entity_of_others_is_refused_in_the_words_for_one_that_is_not_there(engine):
    """In every operation, whoever of the other client asks, and with a proof of identity too."""
    with fresh_store(engine):
        begun("ALDER", 1)
        theirs = found("BIRCH", mark="-birch")
        for operation in OPERATIONS:
            if not any(field.name == "entity" for field in dataclasses.fields(operation.request)):
                continue
            for who in (theirs.ada, theirs.ben, theirs.root):
                asked = [_refusal(operation, entity, who) for entity in ("ALDER", "ADLER")]
                assert asked[0] == asked[1]
                assert asked[0][0] == "not_granted"
        proofs = [_without(entity, told(lambda entity=entity: proving.step_up(
            actor=actor(theirs.ben), entity=entity, bound_hash="00", proof=proving.Proof()))) for entity in ("ALDER", "ADLER")]  # fmt: skip
        assert proofs[0] == proofs[1]
        assert proofs[0][0] == "not_granted"


def _refusal(operation: Operation, entity: str, who: str) -> Any:
    """Return how an operation on an entity is refused, its name taken out."""
    fields = {
        field.name: getattr(request_of(operation, entity), field.name)
        for field in dataclasses.fields(operation.request)
    }
    return _without(entity, told(lambda: do(operation.name, who, step_up_id=1, **fields)))


def _without(entity: str, said: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(str(part).replace(entity, "it") for part in said)
