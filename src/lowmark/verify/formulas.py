"""By which formula goods are costed: what changes of formula say, from their facts and from nothing else.

Before this: the tables. After this: the checks of layers, and of the changes themselves.
"""

from typing import Final

from lowmark.verify.reader import Row, Rows

_CHANGES: Final = """
SELECT n.id, n.item_id, n.cost_basis_id, n.formula_change_id, n.replaces, n.method, n.begins_on, n.known_seq, c.document,
  c.application, c.replaces AS said_replaces, c.method AS said_method, c.begins_on AS said_on, c.cost_basis_id AS said_basis,
  d.decision, d.known_seq AS decided_seq
FROM stock_formula_change_item n
LEFT JOIN stock_formula_change c ON c.id = n.formula_change_id
LEFT JOIN stock_formula_change_decision d ON d.formula_change_id = n.formula_change_id
WHERE n.entity_id = %s ORDER BY n.item_id, n.begins_on
"""


def changes(reader: Rows, entity_id: int) -> list[Row]:
    """Return the items that went over, each with what its change and the decision on it say; in the order of days."""
    return reader.rows(_CHANGES, [entity_id])


def formulas(reader: Rows, entity_id: int) -> tuple[dict[tuple[int, int], str], dict[int, str]]:
    """Return the formula of each item since each change; and that which its first change took the place of."""
    rows = changes(reader, entity_id)
    first = {row["item_id"]: row["replaces"] for row in reversed(rows)}
    return {(row["item_id"], row["formula_change_id"]): row["method"] for row in rows}, first
