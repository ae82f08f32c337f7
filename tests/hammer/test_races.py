"""Who comes at the same moment gets the same answer, and what two bring at once is there from both."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any

import pytest

from lowmark.services.operation import File
from tests.company import MOVES, Company, csv, found
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.hammer.crew import Writer, at_once, crew
from tests.hammer.invariants import require_sound
from tests.hammer.writer import Answer

WRITERS = 8
IMPORTERS = 4
ROUNDS = 3
ON = date(2026, 1, 15)
_NUMBERS = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def hall(request) -> Iterator[tuple[Store, Sequence[Writer]]]:
    """A store of this file and writers on it; every test has a company of its own in it."""
    with fresh_store(request.param) as store, crew(store, WRITERS) as writers:
        yield store, writers


@pytest.fixture
def store(hall) -> Iterator[Store]:
    """The store, which is sound when the test has ended."""
    yield hall[0]
    require_sound(hall[0])


@pytest.fixture
def writers(hall) -> Sequence[Writer]:
    return hall[1]


@pytest.fixture
def company(store) -> Company:
    made = found(f"C{next(_NUMBERS)}", months=2)
    made.items("OLD", *(f"NEW-{n}" for n in range(ROUNDS)))
    made.bring("items", [("BATCH", "In batches", "merchandise", "lot")], ("item", "name", "item_class", "tracking"))
    made.moves(("PO-1", 1, "OLD", "vendor", "Main", "receipt", 1000, 1000, ON))
    return made


def receipt(item: str, document: str, **given: str) -> dict[str, Any]:
    return {"document": document, "item": item, "from_location": "vendor", "to_location": "Main", "reason": "receipt",
            "quantity": "3", "value": "10.00", "effective_on": ON, **given}  # fmt: skip


def sale(item: str, document: str) -> dict[str, Any]:
    return {"document": document, "item": item, "from_location": "Main", "to_location": "customer", "reason": "sale",
            "quantity": "3", "effective_on": ON}  # fmt: skip


def all_record(
    writers: Sequence[Writer], company: Company, fields: Callable[[Writer], dict[str, Any]], *, key: str = ""
) -> list[Answer]:
    """Let all writers record a move at once; nobody may fail."""
    return _without_failures(at_once(
        writers, lambda w: w.ask("record-move", company.ada, key=key, entity=company.entity, **fields(w))
    ))  # fmt: skip


def all_import(
    writers: Sequence[Writer], company: Company, table: str, file: Callable[[Writer], bytes], *, key: str = ""
) -> list[Answer]:
    """Let some writers import a file at once; nobody may fail."""
    return _without_failures(at_once(writers[:IMPORTERS], lambda w: w.ask(
        "import", company.ada, key=key, entity=company.entity, table=table, file=File(f"{table}.csv", file(w))
    )))  # fmt: skip


def _without_failures(answers: list[Answer]) -> list[Answer]:
    assert [answer.failure for answer in answers if answer.failure] == []
    return answers


def number_of(store: Store, company: Company, table: str, also: str = "") -> int:
    """Count a company's rows of a table."""
    theirs = f"entity_id = (SELECT id FROM entities_entity WHERE code = '{company.entity}')"
    return int(store.rows(f"SELECT count(*) FROM {table} WHERE {theirs} {also}")[0][0])


def test_one_key_has_one_effect_and_one_answer(store, writers, company):
    """As when a client that heard nothing asks again, and again."""
    for nth in range(ROUNDS):
        asked = sale("OLD", f"SO-{nth}") if nth % 2 else receipt(f"NEW-{nth}", f"PO-N{nth}")
        answers = all_record(writers, company, lambda _: asked, key=f"key {nth}")  # noqa: B023
        assert {answer.code for answer in answers} == {""}
        assert len(set(answers)) == 1
    reused = all_record(writers, company, lambda w: sale("OLD", f"SO-X{w.number}"), key="key 1")
    assert {answer.code for answer in reused} == {"key_reused"}
    assert number_of(store, company, "audit_command", "AND request_key LIKE 'key %'") == ROUNDS
    assert number_of(store, company, "stock_stock_move") == 1 + ROUNDS


def test_one_document_is_recorded_once_whatever_the_keys(store, writers, company):
    for nth in range(ROUNDS):
        answers = all_record(writers, company, lambda _: receipt(f"NEW-{nth}", "PO-ONE", line=str(nth)))  # noqa: B023
        assert sorted(answer.code for answer in answers) == ["", *["conflict"] * (WRITERS - 1)]
    assert number_of(store, company, "stock_stock_move") == 1 + ROUNDS


def test_first_receipts_of_a_new_item_all_land(store, writers, company):
    """Each of them finds no pool, and one of them makes it; so it is with a lot."""
    for nth in range(ROUNDS):
        of_item = all_record(writers, company, lambda w: receipt(f"NEW-{nth}", f"I{nth}-{w.number}"))  # noqa: B023
        of_lot = all_record(writers, company, lambda w: receipt("BATCH", f"L{nth}-{w.number}", lot=f"LOT-{nth}"))  # noqa: B023
        assert {answer.code for answer in (*of_item, *of_lot)} == {""}
    assert number_of(store, company, "valuation_cost_pool") == 1 + 2 * ROUNDS
    assert number_of(store, company, "items_lot") == ROUNDS
    assert number_of(store, company, "valuation_layer") == 1 + 2 * ROUNDS * WRITERS


def test_files_that_make_the_same_pools_in_another_order_all_land(store, writers, company):
    """Each holds the pools that it has made and wants those of the others: somebody has to begin again."""
    many = [f"MANY-{n:02}" for n in range(40)]
    company.items(*many)

    def file(writer: Writer) -> bytes:
        turned = many[writer.number * 10 :] + many[: writer.number * 10]
        order = turned if writer.number % 2 else turned[::-1]
        return csv(MOVES, [(f"M-{writer.number}", n, item, "vendor", "Main", "receipt", 2, 3, ON)
                           for n, item in enumerate(order)])  # fmt: skip

    answers = all_import(writers, company, "stock_moves", file)
    assert [answer.failure or answer.words for answer in answers if answer.response is None] == []
    assert all(answer.response.accepted for answer in answers)
    assert number_of(store, company, "valuation_cost_pool") == 1 + len(many)
    assert number_of(store, company, "valuation_layer") == 1 + IMPORTERS * len(many)


def test_one_file_is_taken_in_once(store, writers, company):
    """Four people import the same file; then the same rows come in four files that differ by a blank line."""
    rows = [(f"F-{n}", 1, f"NEW-{n % ROUNDS}", "vendor", "Main", "receipt", 2, 5, ON) for n in range(30)]
    rows += [(f"F-{n}", 1, "OLD", "Main", "customer", "sale", 1, "", ON) for n in range(30, 60)]
    same = all_import(writers, company, "stock_moves", lambda _: csv(MOVES, rows))
    assert all(answer.response.accepted for answer in same)
    assert sorted(answer.response.repeated for answer in same) == [False, True, True, True]

    again = [(document.replace("F-", "G-"), *rest) for document, *rest in rows]
    others = all_import(writers, company, "stock_moves", lambda w: csv(MOVES, again) + b"\n" * w.number)
    assert sorted(answer.response.accepted for answer in others) == [False, False, False, True]
    for answer in others:
        codes = {problem.code for problem in answer.response.problems}
        assert codes == (set() if answer.response.accepted else {"already_recorded"})
    assert number_of(store, company, "stock_stock_move") == 1 + 2 * len(rows)
    assert number_of(store, company, "audit_imported_file", "AND table_name = 'stock_moves'") == 3


def test_registers_and_evidence_that_several_bring_at_once_are_there_once(store, writers, company):
    items = csv(("item", "name", "item_class"), [(f"I-{n}", f"Thing {n}", "supplies") for n in range(20)])
    prices = csv(("document", "line", "item", "kind", "price", "observed_on"),
                 [("PL", n, "OLD", "price_list", 2, ON) for n in range(20)])  # fmt: skip
    for table, content in (("items", items), ("price_evidence", prices)):
        same = all_import(writers, company, table, lambda _: content)  # noqa: B023
        assert sorted(answer.response.repeated for answer in same) == [False, True, True, True]
    one = all_import(writers, company, "items", lambda _: items + b"I-20,Thing,supplies\n", key="one key")
    assert len(set(one)) == 1 and one[0].response.accepted
    of_entity = f"JOIN entities_entity e ON e.catalogue_id = i.catalogue_id AND e.code = '{company.entity}'"
    assert store.rows(f"SELECT count(*) FROM items_item i {of_entity} WHERE i.code LIKE 'I-%'") == [(21,)]
    assert number_of(store, company, "evidence_evidence") == 20
