"""Productions foot: what goes in comes out, and what of it is an expense is posted, as is what conversion took."""

from collections import defaultdict
from typing import Final

from lowmark.verify.brought import read_brought
from lowmark.verify.checked import Checked, Faults
from lowmark.verify.made import Production
from lowmark.verify.names import Names, on
from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import read_moves

NAME: Final = "productions_foot"
MEANING: Final = "inputs and conversion come out as products, by-products and abnormal waste, and both are posted so"

_ANY: Final = "SELECT count(*) AS n FROM stock_production WHERE entity_id = %s"
_BOOKS: Final = "SELECT id, cost_basis_id FROM entities_book WHERE entity_id = %s AND is_primary ORDER BY id"
_POSTED: Final = """
SELECT e.event, e.accounting_on, l.reason, CAST(sum(l.amount_minor) AS bigint) AS amount
FROM ledger_entry e CROSS JOIN ledger_line l WHERE l.entry_id = e.id AND e.entity_id = %s AND e.book_id = %s
  AND l.amount_minor > 0 AND e.event IN ('conversion', 'idle_capacity', 'abnormal_waste', 'abnormal_waste_recosted',
    'abnormal_waste_recosted_back')
GROUP BY e.event, e.accounting_on, l.reason ORDER BY e.event, e.accounting_on, l.reason
"""
_KINDS: Final = ("labour", "depreciation", "other_overhead")
_WASTE: Final = "abnormal_waste"

Amounts = defaultdict[tuple[str, int, str], int]
"""By event, day and reason; waste, which may be costed anew on any day, in all."""


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every production in the primary book."""
    faults, names = Faults(), Names(reader, entity_id)
    if not reader.rows(_ANY, [entity_id])[0]["n"] and not _posted_any(reader, entity_id):
        return faults.checked(0)
    brought = read_brought(reader, entity_id, read_moves(reader, entity_id))
    for production in brought.productions.values():
        _check_form(production, faults, names)
    for book in reader.rows(_BOOKS, [entity_id]):
        costs = {
            number: brought.cost(basis, number) for basis, number in brought.costs if basis == book["cost_basis_id"]
        }
        expected: Amounts = defaultdict(int)
        for production in brought.productions.values():
            _expect(production, costs, expected, faults, names)
        _compare(expected, _posted(reader, entity_id, book), faults, names)
    return faults.checked(len(brought.productions))


def _posted_any(reader: Rows, entity_id: int) -> bool:
    """Say whether something is posted as if of a production."""
    return any(reader.rows(_POSTED, [entity_id, book["id"]]) for book in reader.rows(_BOOKS, [entity_id]))


def _check_form(production: Production, faults: Faults, names: Names) -> None:
    """See that a production has a product, and that its moves are of its day."""
    named = names("production", production.row["id"])
    if not production.products:
        faults.add("production {} has no product", named)
    for move in (*production.inputs, *production.products, *production.by_products):
        if move["accounting_on"] != production.row["accounting_on"]:
            faults.add("{} counts on another day than its production {}", names("move", move["id"]), named)
    for move in production.inputs:
        if move["share_micro"] is not None:
            faults.add(
                "{} goes into production {}, and has a share of what comes out", names("move", move["id"]), named
            )


def _expect(production: Production, costs: dict[int, int], expected: Amounts, faults: Faults, names: Names) -> None:
    """Add what a production should have posted."""
    row, day = production.row, int(production.row["accounting_on"])
    for kind in _KINDS:
        expected["conversion", day, kind] += row[f"{kind}_minor"]
    expected["idle_capacity", day, ""] += row["idle_minor"]
    rest = production.rest(lambda number: costs.get(number, 0))
    if rest < 0:
        faults.add("the by-products of production {} are worth {} more than all that went in",
                   names("production", row["id"]), names.money(-rest))  # fmt: skip
    expected[_WASTE, 0, ""] += production.wasted(lambda number: costs.get(number, 0))


def _posted(reader: Rows, entity_id: int, book: Row) -> Amounts:
    """Return what is posted of productions."""
    found: Amounts = defaultdict(int)
    for line in reader.rows(_POSTED, [entity_id, book["id"]]):
        if line["event"].startswith(_WASTE):
            found[_WASTE, 0, ""] += -line["amount"] if line["event"].endswith("_back") else line["amount"]
        else:
            found[line["event"], line["accounting_on"], line["reason"]] += line["amount"]
    return found


def _compare(expected: Amounts, posted: Amounts, faults: Faults, names: Names) -> None:
    """Compare what should be posted with what is."""
    for event, day, reason in sorted(expected.keys() | posted.keys()):
        should, was = expected.get((event, day, reason), 0), posted.get((event, day, reason), 0)
        if should != was:
            when = f" on {on(day)}" if day else ""
            faults.add("productions come to {}{} of {}{}, and {} is posted", event.replace("_", " "),
                       f" ({reason.replace('_', ' ')})" if reason else "", names.money(should), when, names.money(was))  # fmt: skip
