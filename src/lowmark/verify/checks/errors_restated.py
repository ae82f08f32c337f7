"""Errors restated: what takes a material error out of its year's result is that error's own result, turned round."""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names
from lowmark.verify.reader import Rows

NAME: Final = "errors_restated"
MEANING: Final = (
    "each material error of an earlier year is taken out of the result whole, and only by its classification"
)

_CLASSIFIED: Final = """
SELECT c.id, c.entry_id, c.restating_id, c.classified, c.origin_year, e.fiscal_year, e.accounting_on,
  r.accounting_on AS restated_on, r.event
FROM ledger_entry_classification c LEFT JOIN ledger_entry e ON e.id = c.entry_id
LEFT JOIN ledger_entry r ON r.id = c.restating_id WHERE c.entity_id = %s ORDER BY c.id
"""
_RESULT: Final = """
SELECT l.account_id, sum(l.amount_minor) AS amount_minor FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
WHERE l.entry_id = %s AND a.section IN ('income', 'expense') GROUP BY l.account_id HAVING sum(l.amount_minor) <> 0
"""
_ALONE: Final = """
SELECT e.id FROM ledger_entry e WHERE e.entity_id = %s AND e.event = 'prior_period_adjustment' AND NOT EXISTS (
  SELECT 1 FROM ledger_entry_classification c WHERE c.restating_id = e.id) ORDER BY e.id
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every classification, and at every entry that takes something out of a result."""
    faults, names = Faults(), Names(reader, entity_id)
    rows = reader.rows(_CLASSIFIED, [entity_id])
    for row in rows:
        said, is_material = names("entry", row["entry_id"]), row["classified"] == "material_error"
        result = {one["account_id"]: one["amount_minor"] for one in reader.rows(_RESULT, [row["entry_id"]])}
        turned = {one["account_id"]: -one["amount_minor"] for one in reader.rows(_RESULT, [row["restating_id"]])}
        against = {
            "it is classified, and counts in no later year": row["fiscal_year"] is None
            or row["origin_year"] >= row["fiscal_year"],
            "what takes it out of the result is not it": turned != (result if is_material else {}),
            "what takes it out of the result is another event's, or counts on another day": row["restating_id"]
            is not None
            and (row["event"], row["restated_on"]) != ("prior_period_adjustment", row["accounting_on"]),
        }
        for reason, holds in against.items():
            if holds:
                faults.add("entry {}: {}", said, reason)
    alone = reader.rows(_ALONE, [entity_id])
    for row in alone:
        faults.add("entry {} restates an earlier year, and no classification says so", names("entry", row["id"]))
    return faults.checked(len(rows) + len(alone))
