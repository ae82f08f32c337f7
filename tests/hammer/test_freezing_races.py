"""Whoever moves goods while somebody freezes their place has either moved them before the freeze, or is refused.

One freezes, others sell, move, tell what came late and send a file, all at the same moment. What had been recorded before the freeze
is what lies there as long as it stands, and every unit that somebody was told of is there or gone.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from lowmark.services.operation import File
from tests.company import MOVES, csv, found
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.hammer.crew import Writer, at_once, crew
from tests.hammer.invariants import require_sound
from tests.hammer.writer import Answer

WRITERS = 6
ROUNDS = 3
ON = date(2026, 1, 15)
RECORDED = """
SELECT coalesce(sum(CASE WHEN p.path = 'Main' THEN m.quantity_micro ELSE 0 END
                    - CASE WHEN q.path = 'Main' THEN m.quantity_micro ELSE 0 END), 0)
FROM stock_stock_move m JOIN items_location p ON p.id = m.to_location_id JOIN items_location q ON q.id = m.from_location_id
WHERE m.known_seq <= {until}
"""


@pytest.fixture(scope="module", params=ENGINES)
def hall(request) -> Iterator[tuple[Store, Sequence[Writer]]]:
    with fresh_store(request.param) as store, crew(store, WRITERS) as writers:
        yield store, writers


def test_a_move_is_before_the_freeze_or_refused(hall):
    store, writers = hall
    company = found("ICE", months=2)
    company.items("TENT", "ROPE", places=("Main", "North"))
    company.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 1000, 1000, ON),
                  ("PO-1", 2, "ROPE", "vendor", "Main", "receipt", 1000, 1000, ON))  # fmt: skip
    one = {"item": "TENT", "line": "1", "quantity": "1", "effective_on": ON}

    def work(nth: int, writer: Writer) -> list[Answer]:
        def move(step: int, **fields: object) -> Answer:
            document = f"D{nth}-{writer.number}-{step}"
            return writer.ask(
                "record-move", company.ada, entity=company.entity, **{**one, "document": document, **fields}
            )

        sold = {"from_location": "Main", "to_location": "customer", "reason": "sale"}
        if writer.number == 0:
            move(0, **sold)
            return [writer.ask("freeze-place", company.ada, entity=company.entity, document=f"CS-{nth}", location="Main",
                               frozen_on=ON, because="Counted")]  # fmt: skip
        if writer.number == 1:
            rows = [(f"F{nth}", line, "ROPE", "Main", "customer", "sale", 1, "", ON) for line in range(20)]
            return [writer.ask("import", company.ada, entity=company.entity, table="stock_moves",
                               file=File(f"{nth}.csv", csv(MOVES, rows)))]  # fmt: skip
        if writer.number == 2:
            return [move(step, from_location="Main", to_location="North", reason="transfer") for step in range(3)]
        if writer.number == 3:
            came = {"from_location": "vendor", "to_location": "Main", "reason": "receipt", "value": "1.00"}
            return [move(step, **came, effective_on=date(2026, 1, 10 - step)) for step in range(3)]
        return [move(step, **sold) for step in range(3)]

    for nth in range(ROUNDS):
        answers = at_once(writers, lambda writer: work(nth, writer))  # noqa: B023
        assert [each.failure for some in answers for each in some if each.failure] == []
        assert {each.code for some in answers for each in some} <= {"", "refused"}
        ((freeze,), (file,), *_) = answers
        assert file.response.accepted or {problem.code for problem in file.response.problems} == {"frozen"}
        ((before,),) = store.rows(RECORDED.format(until=freeze.response.known_seq))
        ((now,),) = store.rows(RECORDED.format(until=2**62))
        assert before == now
        company.do("thaw-place", company.ada, document=f"CS-{nth}", thawed_on=ON, because="Counted")
    require_sound(store)
