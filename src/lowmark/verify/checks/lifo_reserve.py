"""LIFO reserve: stack the layers of every pool anew, estimate by estimate, and compare what was kept and posted."""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on
from lowmark.verify.pool_layers import Held, held, stacked
from lowmark.verify.reader import Row, Rows

NAME: Final = "lifo_reserve"
MEANING: Final = "each LIFO pool has the layers that its figures give, and each book the reserve of its pools"

_ESTIMATES: Final = """
SELECT * FROM subledger_pool_estimate WHERE entity_id = %s ORDER BY book_id, pool, as_of, known_seq
"""
_LAYERS: Final = "SELECT * FROM subledger_pool_layer WHERE entity_id = %s ORDER BY pool_estimate_id, fiscal_year"
_POSTED: Final = """
SELECT e.id, e.book_id, e.accounting_on, CAST(coalesce(sum(l.amount_minor), 0) AS bigint) AS amount_minor
FROM ledger_entry e LEFT JOIN ledger_line l ON l.entry_id = e.id AND l.account_id IN (
  SELECT account_id FROM ledger_account_role WHERE entity_id = %s AND role = 'lifo_reserve')
WHERE e.entity_id = %s AND e.event IN
  ('lifo_reserve', 'lifo_reserve_back', 'opening_lifo_reserve', 'opening_lifo_reserve_back')
GROUP BY e.id, e.book_id, e.accounting_on
"""
_ACCOUNT: Final = """
SELECT l.book_id, CAST(sum(l.amount_minor) AS bigint) AS amount FROM ledger_line l
WHERE l.entity_id = %s AND l.account_id IN (
  SELECT account_id FROM ledger_account_role WHERE entity_id = %s AND role = 'lifo_reserve') GROUP BY l.book_id
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every estimate, and at what each book's reserve comes to."""
    faults, names = Faults(), Names(reader, entity_id)
    estimates = reader.rows(_ESTIMATES, [entity_id])
    layers: defaultdict[int, list[Held]] = defaultdict(list)
    for row in reader.rows(_LAYERS, [entity_id]):
        layers[row["pool_estimate_id"]].append(held(row))
    posted = {row["id"]: row for row in reader.rows(_POSTED, [entity_id, entity_id])}
    reserves: defaultdict[int, int] = defaultdict(int)
    by_pool: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for estimate in estimates:
        earlier = by_pool[estimate["book_id"], estimate["pool"]]
        _check_layers(estimate, earlier, layers, faults, names)
        _check_entry(estimate, earlier, posted.pop(estimate["entry_id"], None), faults, names)
        reserves[estimate["book_id"]] += estimate["reserve_minor"] - (earlier[-1]["reserve_minor"] if earlier else 0)
        earlier.append(estimate)
    for entry in posted:
        faults.add("entry {} changes the LIFO reserve, and no estimate says so", names("entry", entry))
    for number in layers.keys() - {estimate["id"] for estimate in estimates}:
        faults.add("layers of a pool are kept of an estimate that is not there (number {})", number)
    stands = {row["book_id"]: -row["amount"] for row in reader.rows(_ACCOUNT, [entity_id, entity_id])}
    for book in sorted(reserves.keys() | stands.keys()):
        if reserves[book] != stands.get(book, 0):
            faults.add("the LIFO reserve in {} stands at {}, and its pools come to {}", names("book", book),
                       names.money(stands.get(book, 0)), names.money(reserves[book]))  # fmt: skip
    return faults.checked(len(estimates))


def _check_layers(
    estimate: Row, earlier: list[Row], layers: dict[int, list[Held]], faults: Faults, names: Names
) -> None:
    """Stack the layers that stood before, and compare those that were kept, their sum and the reserve."""
    annual = [row for row in earlier if row["is_annual"] and row["fiscal_year"] < estimate["fiscal_year"]]
    before = layers.get(annual[-1]["id"], []) if annual else _opening(estimate)
    expected = stacked(before, estimate)
    if layers.get(estimate["id"], []) != expected:
        faults.add("the layers of {} as of {} are not those that its figures give", names("pool_estimate", estimate["id"]),
                   on(estimate["as_of"]))  # fmt: skip
    cost = sum(each.left() for each in expected)
    if (estimate["lifo_minor"], estimate["reserve_minor"]) != (cost, estimate["inside_minor"] - cost):
        faults.add("{} as of {} is kept at {} with a reserve of {}, and its layers come to {}",
                   names("pool_estimate", estimate["id"]), on(estimate["as_of"]), names.money(estimate["lifo_minor"]),
                   names.money(estimate["reserve_minor"]), names.money(cost))  # fmt: skip


def _opening(estimate: Row) -> list[Held]:
    """Return the layer with which a pool began, if it began with one; at retail, its ratio is its cost to its retail."""
    base, cost = estimate["opening_base_minor"], estimate["opening_cost_minor"]
    if not base:
        return []
    over, under = (cost, base) if estimate["method"] == "retail_lifo" else (1, 1)
    shared = _common(over, under)
    return [Held(estimate["fiscal_year"] - 1, base, cost, 0, (1, 1, over // shared, under // shared))]


def _common(first: int, second: int) -> int:
    while second:
        first, second = second, first % second
    return first


def _check_entry(estimate: Row, earlier: list[Row], entry: Row | None, faults: Faults, names: Names) -> None:
    """Compare the entry of an estimate with the change of the reserve."""
    change = estimate["reserve_minor"] - (earlier[-1]["reserve_minor"] if earlier else 0)
    found = -entry["amount_minor"] if entry else 0
    if found != change or (entry and entry["accounting_on"] != estimate["as_of"]):
        faults.add("{} as of {} changes the LIFO reserve by {}, and {} is posted", names("pool_estimate", estimate["id"]),
                   on(estimate["as_of"]), names.money(change), names.money(found))  # fmt: skip
