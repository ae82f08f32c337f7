"""The changes of formula of an entity, oldest first."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.changing.finding import state
from lowmark.services.finding import find_book
from lowmark.services.operations.list_formula_changes import Line, Request, Response
from lowmark.store.session import reading
from lowmark.store.stock import formulas


def list_formula_changes(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the changes."""
    del actor, request
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, granted.entity, "")
        found = formulas.changes(reader, book.cost_basis_id)
    return Response(
        entity=granted.entity.code, book=book.code,
        lines=tuple(
            Line(document=row["document"], state=state(row), replaces=row["replaces"], method=row["method"],
                 item_class=row["item_class"], begins_on=row["begins_on"], because=row["because"],
                 drafted_by=row["drafter"], decided_by=row["decider"] or "", items=row["items"])
            for row in found
        ),
    )  # fmt: skip
