"""Changes posted: what documents changed of what goods cost stands in the ledger in full, day by day and kind by kind.

The account of goods takes the whole of a change; what a credit takes off beyond the cost of a receipt comes back to it out of
cost of sales. Goods at standard keep their value: what they cost more is a variance (`flows_equal_lines`).
"""

from collections import defaultdict
from types import MappingProxyType
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on
from lowmark.verify.reader import Row, Rows

NAME: Final = "changes_posted"
MEANING: Final = (
    "what documents changed of what receipts cost is posted in full, what cost cannot bear to cost of sales"
)

EVENTS: Final = MappingProxyType({
    "freight": "landed_cost", "duty": "landed_cost", "insurance": "landed_cost", "invoice": "invoice_difference",
    "rebate": "vendor_rebate", "credit": "vendor_credit", "price_protection": "price_protection",
})  # fmt: skip
TAKES_OFF: Final = frozenset({"vendor_rebate", "vendor_credit", "price_protection"})
"""Events that take something off cost; one that takes it back, as one of the others that takes off, has `_back` after it."""

OVER: Final = "credit_over_cost"

_CHANGES: Final = """
SELECT c.id, c.document, c.line, c.kind, c.component, c.move_id, c.value_minor, c.accounting_on, c.known_seq,
  m.value_minor AS came, m.accounting_on AS came_on, m.known_seq AS came_seq, m.returns_move_id, m.production_id
FROM stock_cost_change c LEFT JOIN stock_stock_move m ON m.id = c.move_id
WHERE c.entity_id = %s ORDER BY c.known_seq
"""
_BOOKS: Final = "SELECT id, cost_basis_id FROM entities_book WHERE entity_id = %s AND is_primary ORDER BY id"
_AT_STANDARD: Final = """
SELECT DISTINCT c.move_id FROM stock_cost_change c
JOIN subledger_cost_flow f ON f.move_id = c.move_id AND f.cost_basis_id = %s AND f.kind = 'receipt'
JOIN valuation_cost_pool p ON p.id = f.pool_id WHERE c.entity_id = %s AND p.method = 'standard'
"""
_NAMES: Final = tuple(sorted({name + back for name in {*EVENTS.values(), OVER} for back in ("", "_back")}))
_POSTED: Final = f"""
SELECT e.accounting_on, e.event, CAST(sum(l.amount_minor) AS bigint) AS amount FROM ledger_entry e
JOIN ledger_line l ON l.entry_id = e.id
WHERE e.entity_id = %s AND e.book_id = %s AND l.amount_minor > 0 AND e.event IN ({", ".join(["%s"] * len(_NAMES))})
GROUP BY e.accounting_on, e.event
"""  # noqa: S608


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every change, and at what is posted by the events of changes."""
    faults, names = Faults(), Names(reader, entity_id)
    changes = reader.rows(_CHANGES, [entity_id])
    for change in changes:
        _check_form(change, faults, names)
    for book in reader.rows(_BOOKS, [entity_id]):
        at_standard = {row["move_id"] for row in reader.rows(_AT_STANDARD, [book["cost_basis_id"], entity_id])}
        expected = _expected([change for change in changes if change["move_id"] not in at_standard])
        found: defaultdict[tuple[int, str], int] = defaultdict(int)
        for row in reader.rows(_POSTED, [entity_id, book["id"], *_NAMES]):
            name = row["event"].removesuffix("_back")
            takes_off = (name in TAKES_OFF) == (name == row["event"])
            found[row["accounting_on"], name] += -row["amount"] if takes_off else row["amount"]
        for day, name in sorted(expected.keys() | found.keys()):
            if expected[day, name] != found[day, name]:
                faults.add("on {} changes of cost make a {} of {}, and {} is posted", on(day), name.replace("_", " "),
                           names.money(expected[day, name]), names.money(found[day, name]))  # fmt: skip
    return faults.checked(len(changes))


def _check_form(change: Row, faults: Faults, names: Names) -> None:
    """See that a change is of a receipt with a value of its own, after it, and of the right part of cost."""
    said = f"the change {change['document']}/{change['line']} of {names('move', change['move_id'])}"
    if change["came"] is None or change["returns_move_id"] is not None or change["production_id"] is not None:
        faults.add("{} is of no receipt with a value of its own", said)
    elif change["accounting_on"] < change["came_on"] or change["known_seq"] <= change["came_seq"]:
        faults.add("{} comes before the goods", said)
    landed = change["component"] == "freight_duty"
    if landed != (EVENTS.get(change["kind"]) == "landed_cost") or change["value_minor"] == 0:
        faults.add(
            "{} is a {} of {} on {}", said, change["kind"], names.money(change["value_minor"]), change["component"]
        )


def _expected(changes: list[Row]) -> defaultdict[tuple[int, str], int]:
    """Return by day and event what changes add to cost, and what of it the goods cannot bear."""
    found: defaultdict[tuple[int, str], int] = defaultdict(int)
    by_move: defaultdict[int, list[Row]] = defaultdict(list)
    for change in changes:
        found[change["accounting_on"], EVENTS.get(change["kind"], change["kind"])] += change["value_minor"]
        by_move[change["move_id"]].append(change)
    for own in by_move.values():
        value, beyond = own[0]["came"] or 0, 0
        for day in sorted({change["accounting_on"] for change in own}):
            value += sum(change["value_minor"] for change in own if change["accounting_on"] == day)
            found[day, OVER] += max(0, -value) - beyond
            beyond = max(0, -value)
    return found
