"""Taken over: tax bases and margins are of layers that came with the books; they, and departments, tie to the ledger before.

What no other figure says again (a margin, a department's totals) is held by its hash and its place in a seal.
"""

from collections.abc import Iterator
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on
from lowmark.verify.reader import Row, Rows

NAME: Final = "taken_over"
MEANING: Final = (
    "tax bases and margins taken over are of opening layers, and they and departments tie to the ledger before"
)

_OF_A_LAYER: Final = """
SELECT o.*, m.accounting_on, m.value_minor, m.entity_id AS whose, p.kind FROM {table} o
JOIN stock_stock_move m ON m.id = o.move_id JOIN items_location p ON p.id = m.from_location_id WHERE o.entity_id = %s
ORDER BY o.known_seq
"""
_RETAIL: Final = "SELECT * FROM subledger_opening_retail WHERE entity_id = %s ORDER BY known_seq"
_LEDGER: Final = """
SELECT coalesce(sum(t.amount_minor), 0) AS amount FROM ledger_trial_balance_line t
WHERE t.book_id = %s AND t.account_id IN (
  SELECT account_id FROM ledger_account_role WHERE entity_id = %s AND role = %s AND reason = '')
AND t.document = (SELECT l.document FROM ledger_trial_balance_line l WHERE l.book_id = %s AND l.as_of <= %s AND l.known_seq < %s
  ORDER BY l.as_of DESC, l.known_seq DESC LIMIT 1)
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Hold every base and margin to its layer, and their sums to the trial balance of the day before."""
    faults, names = Faults(), Names(reader, entity_id)
    bases = reader.rows(_OF_A_LAYER.format(table="subledger_opening_tax_base"), [entity_id])
    margins = reader.rows(_OF_A_LAYER.format(table="stock_opening_margin"), [entity_id])
    for what, row in [("the tax base", row) for row in bases] + [("the margin", row) for row in margins]:
        if (row["whose"], row["kind"], row["accounting_on"]) != (entity_id, "opening", row["opening_on"]):
            faults.add("{} of {} is of no layer that was taken over on {}", what, names("move", row["move_id"]),
                       on(row["opening_on"]))  # fmt: skip
    for row in bases:
        if not 0 <= row["base_minor"] <= row["value_minor"]:
            faults.add("the tax base of {} is {}, and it cost {}", names("move", row["move_id"]), names.money(row["base_minor"]),
                       names.money(row["value_minor"]))  # fmt: skip
    for row in margins:
        if row["sold_on"] >= row["opening_on"]:
            faults.add(
                "the margin of {} was made on {}, after the books began",
                names("move", row["move_id"]),
                on(row["sold_on"]),
            )
    retail = reader.rows(_RETAIL, [entity_id])
    for tax_book in sorted({row["tax_book"] for row in bases}):
        own = [row for row in bases if row["tax_book"] == tax_book]
        for book, ours, theirs in _against(reader, own, "deferred_tax_minor", ("deferred_tax_asset",)):
            faults.add("deferred tax by {} in {} comes to {}, and the ledger before said {}", tax_book, names("book", book),
                       names.money(ours), names.money(theirs))  # fmt: skip
    for book, ours, theirs in _against(reader, retail, "carried_minor", ("inventory", "lifo_reserve")):
        faults.add("departments in {} come to {}, and the ledger before said {}", names("book", book), names.money(ours),
                   names.money(theirs))  # fmt: skip
    return faults.checked(1 + len(bases) + len(margins) + len(retail))


def _against(reader: Rows, rows: list[Row], column: str, roles: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
    """Yield the books in which rows sum to other than accounts of the ledger before: book, sum, and what was said."""
    for book in sorted({row["book_id"] for row in rows}):
        own = [row for row in rows if row["book_id"] == book]
        first = own[0]
        until = [book, first["opening_on"], first["known_seq"]]
        theirs = sum(
            int(reader.rows(_LEDGER, [book, first["entity_id"], role, *until])[0]["amount"]) for role in roles
        )  # fmt: skip
        ours = sum(row[column] for row in own)
        if ours != theirs:
            yield book, ours, theirs
