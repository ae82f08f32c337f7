"""Races that other systems lose, each twice: in their way of working, in a few tables of our own, where the loss is seen; and ours.

A peer's way is said in plain SQL with the same interleaving each time: both read, then both write. It needs no luck, only
two connections. The threads are InvenTree #12478 and #12718, Odoo #55494, #32857 and #272560, ERPNext #51562 and #39662,
nopCommerce #8085; and GnuCash's invoice posted twice. Ours is asked by eight writers at the same moment.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import count
from typing import Any

import pytest

from lowmark.services.operation import File
from tests.company import MOVES, Company, csv, found
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.hammer.crew import Writer, at_once, crew
from tests.hammer.invariants import require_sound, strata_are_what_the_moves_left
from tests.hammer.writer import Answer

WRITERS = 8
ON = date(2026, 1, 15)
_NUMBERS = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def hall(request) -> Iterator[tuple[Store, Sequence[Writer]]]:
    with fresh_store(request.param) as store, crew(store, WRITERS) as writers:
        yield store, writers
        require_sound(store)
        strata_are_what_the_moves_left(store)


@pytest.fixture
def store(hall) -> Store:
    return hall[0]


@pytest.fixture
def writers(hall) -> Sequence[Writer]:
    return hall[1]


@pytest.fixture
def company(hall) -> Company:
    """A company with five of one item, and five of each of two lots of another."""
    made = found(f"R{next(_NUMBERS)}", months=2, mark=f"-{next(_NUMBERS)}")
    made.items("FIVE", places=("Main", "Shop"))
    made.bring("items", [("VIAL", "A vial", "merchandise", "lot")], ("item", "name", "item_class", "tracking"))
    made.moves(("PO-1", 1, "FIVE", "vendor", "Main", "receipt", 5, 50, ON))
    made.bring("stock_moves", [("PO-2", n, "VIAL", lot, "vendor", "Main", "receipt", 5, 50, ON) for n, lot in enumerate("AB")],
               ("document", "line", "item", "lot", "from_location", "to_location", "reason", "quantity", "value", "effective_on"),
               name="lots.csv")  # fmt: skip
    return made


def both_read_then_both_write(
    store: Store, table: str, read: str, write: Callable[[Any], Sequence[str]]
) -> list[tuple[Any, ...]]:
    """Do a peer's work twice, the second reading before the first has written; return the rows that come of it.

    Each statement is a transaction of its own, as where a lock is not asked for: both would pass under read committed too.
    """
    with closing(store.raw()) as first, closing(store.raw()) as second:
        first.execute(f"DROP TABLE IF EXISTS {table}")
        first.execute(f"CREATE TABLE {table} (id INTEGER, held INTEGER, used INTEGER)")
        first.execute(f"INSERT INTO {table} VALUES (1, 5, 0)")
        seen = [connection.execute(read.format(table=table)).fetchone()[0] for connection in (first, second)]
        for connection, value in zip((first, second), seen, strict=True):
            for statement in write(value):
                connection.execute(statement.format(table=table))
        rows = [tuple(row) for row in first.execute(f"SELECT held, used FROM {table} ORDER BY id, used").fetchall()]
        first.execute(f"DROP TABLE {table}")
        return rows


def all_ask(writers: Sequence[Writer], ask: Callable[[Writer], Answer]) -> list[Answer]:
    answers = at_once(writers, ask)
    assert [answer.failure for answer in answers if answer.failure] == []
    return answers


def succeeded(answers: Sequence[Answer], *, others: str = "short") -> int:
    assert {answer.code for answer in answers} <= {"", others}, [answer.words for answer in answers]
    return sum(not answer.code for answer in answers)


def on_hand(company: Company) -> dict[str, int]:
    lines = company.do("positions", company.ada, as_of=ON).lines
    return {f"{line.item}{line.lot}@{line.location}": line.quantity_micro // 10**6 for line in lines}


def test_two_allocate_what_there_is_once(store, writers, company):
    """InvenTree #12478, Odoo #32857 and #272560: what is free is read, and an allocation is added."""
    lost = both_read_then_both_write(
        store, "peer_allocation", "SELECT held - used FROM {table}",
        lambda free: ["UPDATE {table} SET used = used + 5"] if free >= 5 else [],
    )  # fmt: skip
    assert lost == [(5, 10)], "ten are allocated of five"
    answers = all_ask(writers, lambda w: w.ask("reserve", company.ada, entity=company.entity, document=f"SO-{w.number}",
                                               item="FIVE", quantity="5", needed_on=ON))  # fmt: skip
    assert succeeded(answers) == 1
    reserved = store.rows("SELECT sum(r.quantity_micro) FROM stock_reservation r JOIN entities_entity e ON e.id = r.entity_id"
                          f" WHERE e.code = '{company.entity}' AND r.state = 'held'")  # fmt: skip
    assert int(reserved[0][0]) == 5_000_000


def test_two_sell_the_last_of_it(store, writers, company):
    """nopCommerce #8085 and ERPNext #51562: a balance is read, lessened in the program and written back."""
    lost = both_read_then_both_write(
        store,
        "peer_balance",
        "SELECT held FROM {table}",
        lambda held: [f"UPDATE {{table}} SET held = {held - 3}, used = used + 3"],
    )
    assert lost == [(2, 6)], "six are sold of five, and two are left"
    answers = all_ask(writers, lambda w: w.ask("issue", company.ada, entity=company.entity, document=f"SO-{w.number}",
                                               item="FIVE", location="Main", quantity="3", issued_on=ON))  # fmt: skip
    assert succeeded(answers) == 1
    assert on_hand(company)["FIVE@Main"] == 2


def test_two_create_the_row_of_one_shelf(store, writers, company):
    """Odoo #55494 and #272560: no row is found that is not locked, so another is made beside it."""
    lost = both_read_then_both_write(
        store, "peer_quant", "SELECT count(*) FROM {table} WHERE id = 2",
        lambda rows: ["UPDATE {table} SET held = held + 1 WHERE id = 2"] if rows else ["INSERT INTO {table} VALUES (2, 1, 0)"],
    )  # fmt: skip
    assert lost == [(5, 0), (1, 0), (1, 0)], "one shelf has two rows"
    answers = all_ask(writers, lambda w: w.ask(
        "receive", company.ada, entity=company.entity, document=f"GR-{w.number}", item="VIAL", lot="NEW", location="Shop",
        quantity="1", value="1", received_on=ON,
    ))  # fmt: skip
    assert succeeded(answers) == WRITERS
    assert on_hand(company)["VIALNEW@Shop"] == WRITERS
    rows = store.rows("SELECT count(*) FROM stock_stratum s JOIN entities_entity e ON e.id = s.entity_id JOIN items_lot l"
                      f" ON l.id = s.lot_id WHERE e.code = '{company.entity}' AND l.code = 'NEW'")  # fmt: skip
    assert rows == [(1,)]


def test_a_count_does_not_forget_what_moved_meanwhile(store, writers, company):
    """InvenTree #12718: what was counted is written over what is there, whatever has been sold since it was read."""
    lost = both_read_then_both_write(
        store, "peer_count", "SELECT held FROM {table}",
        lambda held: [f"UPDATE {{table}} SET held = {held}", "UPDATE {table} SET held = held - 1, used = used + 1"],
    )  # fmt: skip
    assert lost == [(4, 2)], "two are sold, and one is missing of five"
    answers = all_ask(writers, lambda w: w.ask(
        "adjust" if w.number % 2 else "issue", company.ada, entity=company.entity, document=f"D-{w.number}", item="FIVE",
        location="Main", **({"quantity": "-1", "reason": "count", "adjusted_on": ON} if w.number % 2
                            else {"quantity": "1", "issued_on": ON}),
    ))  # fmt: skip
    assert succeeded(answers) == 5
    assert "FIVE@Main" not in on_hand(company)


def test_two_transfer_what_lies_there_once(store, writers, company):
    """Odoo #62139: both take from the shelf, and a job runs every ten minutes to make it right again."""
    lost = both_read_then_both_write(
        store, "peer_transfer", "SELECT held FROM {table} WHERE id = 1",
        lambda held: [f"UPDATE {{table}} SET held = {held - 5} WHERE id = 1", "INSERT INTO {table} VALUES (2, 5, 0)"],
    )  # fmt: skip
    assert lost == [(0, 0), (5, 0), (5, 0)], "ten have arrived of five"
    answers = all_ask(writers, lambda w: w.ask(
        "transfer", company.ada, entity=company.entity, document=f"TR-{w.number}", item="FIVE", from_location="Main",
        to_location="Shop", quantity="5", moved_on=ON,
    ))  # fmt: skip
    assert succeeded(answers) == 1
    assert on_hand(company) == {"FIVE@Shop": 5, "VIALA@Main": 5, "VIALB@Main": 5}


def test_two_receive_one_shipment(store, writers, company):
    """What has arrived is read, and more of it arrives than was sent."""
    lost = both_read_then_both_write(
        store,
        "peer_shipment",
        "SELECT held - used FROM {table}",
        lambda left: [f"UPDATE {{table}} SET used = used + {left}"],
    )
    assert lost == [(5, 10)], "ten have arrived of five"
    company.do("ship", company.ada, document="TR-1", item="FIVE", from_location="Main", to_location="Shop", quantity="5",
               shipped_on=ON)  # fmt: skip
    answers = all_ask(writers, lambda w: w.ask("receive-transfer", company.ada, entity=company.entity, shipped="TR-1",
                                               document=f"TI-{w.number}", quantity="3", received_on=ON))  # fmt: skip
    assert succeeded(answers) == 1
    assert (on_hand(company)["FIVE@Shop"], on_hand(company)["FIVE@In transit"]) == (3, 2)


def test_one_document_is_posted_once(store, writers, company):
    """GnuCash's invoice posted twice, ERPNext PR #59127: whether it is posted is asked, and then it is posted."""
    lost = both_read_then_both_write(
        store, "peer_invoice", "SELECT used FROM {table} WHERE id = 1",
        lambda posted: [] if posted else ["UPDATE {table} SET used = 1, held = held - 1 WHERE id = 1"],
    )  # fmt: skip
    assert lost == [(3, 1)], "one invoice took two"
    answers = all_ask(writers, lambda w: w.ask("issue", company.ada, entity=company.entity, document="SO-1", item="FIVE",
                                               location="Main", quantity="1", issued_on=ON))  # fmt: skip
    assert succeeded(answers, others="conflict") == 1
    assert on_hand(company)["FIVE@Main"] == 4


def test_a_file_is_in_whole_or_not_at_all(store, writers, company):
    """ERPNext #20215 and #39662: rows are committed one by one, so that half of them are in when one fails."""
    with closing(store.raw()) as peer:
        peer.execute("DROP TABLE IF EXISTS peer_rows")
        peer.execute("CREATE TABLE peer_rows (held INTEGER CHECK (held >= 0))")
        written = 0
        for row in (1, 2, -3, 4):
            try:
                peer.execute(f"INSERT INTO peer_rows VALUES ({row})")
                written += 1
            except Exception:
                break
        peer.execute("DROP TABLE peer_rows")
    assert written == 2, "half of the file is in"
    rows = [(f"F-{n}", 1, "FIVE", "Main", "customer", "sale", 2, "", ON) for n in range(3)]
    answers = all_ask(writers, lambda w: w.ask("import", company.ada, entity=company.entity, table="stock_moves",
                                               file=File(f"{w.number}.csv", csv(MOVES, rows) + b"\n" * w.number)))  # fmt: skip
    assert [answer.response.accepted for answer in answers] == [False] * WRITERS
    assert on_hand(company)["FIVE@Main"] == 5


def test_who_holds_a_lot_and_who_sells_it_come_one_after_the_other(store, writers, company):
    """A hold is set while others sell: whoever is told that it is sold sold it before, and nobody after."""
    answers = all_ask(writers, lambda w: w.ask("hold", company.ada, entity=company.entity, document="QA-1", item="VIAL",
                                               lots="A", because="Cloudy", held_on=ON) if w.number == 0 else w.ask(
        "issue", company.ada, entity=company.entity, document=f"SO-{w.number}", item="VIAL", lot="A", location="Main",
        quantity="1", issued_on=ON))  # fmt: skip
    sold = sum(not answer.code for answer in answers[1:])
    assert not answers[0].code and {answer.code for answer in answers[1:]} <= {"", "refused", "short"}
    assert on_hand(company).get("VIALA@Main", 0) == 5 - sold
    last = store.rows("SELECT max(m.known_seq), min(h.known_seq) FROM stock_stock_move m, stock_hold h, items_lot l,"
                      " entities_entity e WHERE l.id = m.lot_id AND l.code = 'A' AND m.entity_id = e.id AND h.entity_id = e.id"
                      f" AND e.code = '{company.entity}'")  # fmt: skip
    assert sold == 0 or last[0][0] < last[0][1]
