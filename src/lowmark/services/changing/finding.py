"""Find a change of formula by its name, and say where it is in its life."""

from lowmark.core.kinds.problems import Problem
from lowmark.store.entities.read import Book, Entity
from lowmark.store.session import Reader, Row
from lowmark.store.stock import formulas


def find_change(reader: Reader, entity: Entity, book: Book, document: str) -> Row:
    """Return a change of formula.

    Raises: Problem `not_found`.
    """
    found = formulas.change(reader, book.cost_basis_id, document)
    if found is None:
        raise Problem("not_found", f"{entity.code} has no change of formula {document!r}",
                      hint="list-formula-changes shows those there are")  # fmt: skip
    return found


def state(row: Row) -> str:
    """Say where a change is in its life.

    >>> state({"decision": None}), state({"decision": "approved"})
    ('drafted', 'approved')
    """
    return str(row["decision"] or "drafted")
