"""Sales within foot: what one entity invoiced another of its group is posted as both sides were declared, once, and names whom.

The seller's entry is of the invoice, the buyer's of what the goods cost it; what is owed names the other side beside its line.
"""

from collections import Counter
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names
from lowmark.verify.reader import Row, Rows

NAME: Final = "sales_within_foot"
MEANING: Final = "each invoice within the group is posted once, as its side was declared, and names the other side"

_SIDES: Final = """
SELECT i.side, i.counterparty, i.reference, i.amount_minor, m.value_minor, m.accounting_on
FROM stock_intercompany_move i JOIN stock_stock_move m ON m.id = i.move_id WHERE i.entity_id = %s
"""
_POSTED: Final = """
SELECT e.id, e.event, e.document, e.accounting_on, l.line_no, l.amount_minor, d.dimension, v.code
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
LEFT JOIN ledger_line_dimension d ON d.entry_id = e.id AND d.line_no = l.line_no
LEFT JOIN ledger_dimension_value v ON v.id = d.value_id
WHERE e.entity_id = %s AND e.event IN ('intercompany_sale', 'intercompany_purchase') ORDER BY e.id, l.line_no
"""
_NAMED: Final = {"sale": "customer", "purchase": "vendor"}

Invoice = tuple[str, str, str, object]
"""Side, reference, whom, and the day."""


def check(reader: Rows, entity_id: int) -> Checked:
    """Hold every posted invoice to the side that it is of."""
    faults, names = Faults(), Names(reader, entity_id)
    sides = {_of(row): row for row in reader.rows(_SIDES, [entity_id])}
    entries: dict[int, list[Row]] = {}
    for row in reader.rows(_POSTED, [entity_id]):
        entries.setdefault(row["id"], []).append(row)
    seen: Counter[Invoice] = Counter()
    for lines in entries.values():
        side = str(lines[0]["event"]).removeprefix("intercompany_")
        amount = sum(line["amount_minor"] for line in lines if line["amount_minor"] > 0)
        named = [line for line in lines if line["dimension"] is not None]
        who = named[0]["code"] if len(named) == 1 and _is_owed(named[0], side) else None
        key = (side, lines[0]["document"], str(who), lines[0]["accounting_on"])
        seen[key] += 1
        declared = sides.get(key)
        if declared is None:
            faults.add("a {} {} with {} is posted that nobody declared", side, lines[0]["document"], who or "nobody")
            continue
        should = declared["amount_minor"] if side == "sale" else declared["value_minor"]
        if amount != should:
            faults.add("{} {} with {} is posted at {}, and is of {}", side, key[1], key[2], names.money(amount),
                       names.money(should))  # fmt: skip
    for (side, reference, who, _), times in seen.items():
        if times > 1:
            faults.add("{} {} with {} is posted {} times", side, reference, who, times)
    return faults.checked(1 + len(entries))  # That nothing else is posted was looked at too.


def _is_owed(line: Row, side: str) -> bool:
    """Say whether the other side stands where it has to: a customer beside the debit, a vendor beside the credit."""
    return bool(line["dimension"] == _NAMED[side] and (line["amount_minor"] > 0) == (side == "sale"))


def _of(row: Row) -> Invoice:
    return row["side"], row["reference"], row["counterparty"], row["accounting_on"]
