"""Opening layers are issued in the order in which the goods had come, whatever order the file has them in.

The file has 3 tents of March for 36.00, 5 of January for 50.00, 2 of March again for 30.00 (after the first of that day) and 4 of
February for 44.00. 7 are sold: the 5 of January (50.00) and 2 of February (22.00) = 72.00. 5 more: 2 of February (22.00) and
the first 3 of March (36.00) = 58.00. There remain the last 2, 30.00.
"""

from datetime import date

import pytest

from lowmark.services.operation import File
from tests.company import csv, found

COLUMNS = ("document", "line", "item", "location", "quantity", "value", "received_on", "opening_on")
ROWS = [
    ("OPEN", 1, "TENT", "Main", 3, "36.00", "2025-03-05", "2026-01-01"),
    ("OPEN", 2, "TENT", "Main", 5, "50.00", "2025-01-10", "2026-01-01"),
    ("OPEN", 3, "TENT", "Main", 2, "30.00", "2025-03-05", "2026-01-01"),
    ("OPEN", 4, "TENT", "Main", 4, "44.00", "2025-02-20", "2026-01-01"),
]


@pytest.mark.parametrize(("method", "costs"), [("fifo", (-72_00, -58_00)), ("lifo", (-88_00, -52_00))])
def test_what_had_come_first_is_issued_first(store, method, costs):
    """By LIFO, 7 are the 2 and 3 of March (66.00) and 2 of February (22.00); 5 more 2 of February and 3 of January (52.00)."""
    made = found("ORDER", framework="us_gaap", currency="USD")
    made.items("TENT")
    made.bring("item_costing", [("TENT", method)], ("item", "method"))
    made.bring("opening_layers", ROWS, COLUMNS)
    sold = [made.record(f"SO-{n}", "TENT", quantity, date(2026, 1, 5 + n)) for n, quantity in ((1, 7), (2, 5))]
    assert tuple(one.value_minor for one in sold) == costs
    assert made.do("verify", made.ben).clean


def test_a_fault_is_named_by_its_row_of_the_file(store):
    made = found("ROWS")
    made.items("TENT")
    rows = [(*row[:2], "NOBODY" if row[1] == 3 else "TENT", *row[3:]) for row in ROWS]
    answer = made.do("import", made.ada, table="opening_layers", file=File("opening.csv", csv(COLUMNS, rows)))
    assert [(one.row, one.code) for one in answer.problems] == [(4, "unknown_item")]
