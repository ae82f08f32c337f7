"""Who comes at the same moment gets the same answer, and what two bring at once is there from both."""

from datetime import date

import pytest

from lowmark.services.operation import File
from tests.company import MOVES, Company, csv, found
from tests.hammer.crew import at_once, crew
from tests.hammer.invariants import require_sound

WRITERS = 8
ROUNDS = 4
ON = date(2026, 1, 15)


@pytest.fixture
def company(store) -> Company:
    made = found("MAPLE", months=2)
    made.items("OLD", *(f"NEW-{n}" for n in range(ROUNDS)))
    made.bring("items", [("BATCH", "In batches", "merchandise", "lot")], ("item", "name", "item_class", "tracking"))
    made.moves(("PO-1", 1, "OLD", "vendor", "Main", "receipt", 1000, 1000, ON))
    return made


def receipt(item: str, document: str, **given: str) -> dict[str, object]:
    return {"entity": "MAPLE", "document": document, "item": item, "from_location": "vendor", "to_location": "Main",
            "reason": "receipt", "quantity": "3", "value": "10.00", "effective_on": ON, **given}  # fmt: skip


def sale(item: str, document: str) -> dict[str, object]:
    return {"entity": "MAPLE", "document": document, "item": item, "from_location": "Main", "to_location": "customer",
            "reason": "sale", "quantity": "3", "effective_on": ON}  # fmt: skip


def test_one_key_has_one_effect_and_one_answer(store, company):
    """As when a client that heard nothing asks again, and again."""
    with crew(store, WRITERS) as writers:
        for nth in range(ROUNDS):
            asked = sale("OLD", f"SO-{nth}") if nth % 2 else receipt(f"NEW-{nth}", f"PO-N{nth}")
            answers = at_once(writers, lambda w: w.ask("record-move", "ada", key=f"key {nth}", **asked))  # noqa: B023
            assert [answer.failure for answer in answers if answer.failure] == []
            assert {answer.code for answer in answers} == {""}
            assert len(set(answers)) == 1
        reused = at_once(writers, lambda w: w.ask("record-move", "ada", key="key 1", **sale("OLD", f"SO-X{w.number}")))
    assert {answer.code for answer in reused} == {"key_reused"}
    assert store.rows("SELECT count(*) FROM audit_command WHERE request_key LIKE 'key %'") == [(ROUNDS,)]
    assert store.rows("SELECT count(*) FROM stock_stock_move") == [(1 + ROUNDS,)]
    require_sound(store)


def test_one_document_is_recorded_once_whatever_the_keys(store, company):
    with crew(store, WRITERS) as writers:
        for nth in range(ROUNDS):
            asked = receipt(f"NEW-{nth}", "PO-ONE", line=str(nth))
            answers = at_once(writers, lambda w: w.ask("record-move", "ada", **asked))  # noqa: B023
            assert [answer.failure for answer in answers if answer.failure] == []
            assert sorted(answer.code for answer in answers) == ["", *["conflict"] * (WRITERS - 1)]
    require_sound(store)


def test_first_receipts_of_a_new_item_all_land(store, company):
    """Each of them finds no pool, and one of them makes it; so it is with a lot."""
    with crew(store, WRITERS) as writers:
        for nth in range(ROUNDS):
            of_item = at_once(writers, lambda w: w.ask("record-move", "ada", **receipt(f"NEW-{nth}", f"I{nth}-{w.number}")))  # noqa: B023
            of_lot = at_once(
                writers, lambda w: w.ask("record-move", "ada", **receipt("BATCH", f"L{nth}-{w.number}", lot=f"LOT-{nth}"))  # noqa: B023
            )  # fmt: skip
            for answers in (of_item, of_lot):
                assert [answer.failure for answer in answers if answer.failure] == []
                assert {answer.code for answer in answers} == {""}
    assert store.rows("SELECT count(*) FROM valuation_cost_pool") == [(1 + 2 * ROUNDS,)]
    assert store.rows("SELECT count(*) FROM items_lot") == [(ROUNDS,)]
    assert store.rows("SELECT count(*) FROM valuation_layer") == [(1 + 2 * ROUNDS * WRITERS,)]
    require_sound(store)


def test_one_file_is_taken_in_once(store, company):
    """Four people import the same file; then the same rows come in four files that differ by a blank line."""
    rows = [(f"F-{n}", 1, f"NEW-{n % ROUNDS}", "vendor", "Main", "receipt", 2, 5, ON) for n in range(30)]
    rows += [(f"G-{n}", 1, "OLD", "Main", "customer", "sale", 1, "", ON) for n in range(30)]
    file = File("moves.csv", csv(MOVES, rows))
    again = [(document.replace("F-", "H-").replace("G-", "K-"), *rest) for document, *rest in rows]
    with crew(store, 4) as writers:
        answers = at_once(writers, lambda w: w.ask("import", "ada", entity="MAPLE", table="stock_moves", file=file))
        assert [answer.failure for answer in answers if answer.failure] == []
        assert all(answer.response.accepted for answer in answers)
        assert sorted(answer.response.repeated for answer in answers) == [False, True, True, True]
        others = at_once(writers, lambda w: w.ask("import", "ada", entity="MAPLE", table="stock_moves",
                                                  file=File("moves.csv", csv(MOVES, again) + b"\n" * w.number)))  # fmt: skip
    assert [answer.failure for answer in others if answer.failure] == []
    assert sorted(answer.response.accepted for answer in others) == [False, False, False, True]
    refused = [answer.response for answer in others if not answer.response.accepted]
    assert all({problem.code for problem in response.problems} == {"already_recorded"} for response in refused)
    assert store.rows("SELECT count(*) FROM stock_stock_move") == [(1 + 2 * len(rows),)]
    assert store.rows("SELECT count(*) FROM audit_imported_file WHERE table_name = 'stock_moves'") == [(3,)]
    require_sound(store)


def test_registers_and_evidence_that_several_bring_at_once_are_there_once(store, company):
    items = csv(("item", "name", "item_class"), [(f"I-{n}", f"Thing {n}", "supplies") for n in range(20)])
    prices = csv(("document", "line", "item", "kind", "price", "observed_on"),
                 [("PL", n, "OLD", "price_list", 2, ON) for n in range(20)])  # fmt: skip
    with crew(store, 4) as writers:
        for table, content in (("items", items), ("price_evidence", prices)):
            same = at_once(writers, lambda w: w.ask("import", "ada", entity="MAPLE", table=table,  # noqa: B023
                                                    file=File("x.csv", content)))  # noqa: B023  # fmt: skip
            assert [answer.failure for answer in same if answer.failure] == []
            assert sorted(answer.response.repeated for answer in same) == [False, True, True, True]
        asked = at_once(writers, lambda w: w.ask("import", "ada", key="a key", entity="MAPLE", table="items",
                                                 file=File("y.csv", items + b"I-20,Thing,supplies\n")))  # fmt: skip
        assert len(set(asked)) == 1 and asked[0].response.accepted
    assert store.rows("SELECT count(*) FROM items_item WHERE code LIKE 'I-%'") == [(21,)]
    assert store.rows("SELECT count(*) FROM evidence_evidence") == [(20,)]
    require_sound(store)
