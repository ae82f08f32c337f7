"""Tell the life of a lot or serial number."""

from collections.abc import Iterator

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.history import Request, Response, Step
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Row, reading
from lowmark.store.stock import lives


def history(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return every step, and what is held of cost and allowance after each.

    Raises: Problem `not_found`.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        lot = lives.lot(reader, entity.id, entity.catalogue_id, request.item, request.lot)
        if lot is None:
            raise Problem("not_found", f"{request.item} has no lot {request.lot!r}", hint="give a lot or serial number")
        rows = lives.steps(reader, entity.id, book.id, book.cost_basis_id, lot, known_seq)
    return Response(
        entity=entity.code, item=request.item, lot=request.lot, made_on=lot["made_on"], expires_on=lot["expires_on"],
        best_before_on=lot["best_before_on"], potency_micro=lot["potency_micro"],
        known_seq=known_seq, currency=book.currency, steps=tuple(_steps(rows)),
    )  # fmt: skip


def _steps(rows: list[Row]) -> Iterator[Step]:
    """Yield the steps with what is held after each."""
    cost = allowance = 0
    for row in rows:
        cost += row.get("cost_minor", 0)
        allowance += row.get("allowance_minor", 0)
        yield Step(
            on=row["on_day"], known_seq=row["known_seq"], what=row["what"], document=row["document"],
            from_location=row.get("from_location", ""), to_location=row.get("to_location", ""),
            quantity_micro=row.get("quantity_micro", 0), catch_micro=row.get("catch_micro", 0), cost_minor=row.get("cost_minor", 0),
            allowance_minor=row.get("allowance_minor", 0), held_cost_minor=cost, held_allowance_minor=allowance,
            words=row.get("words", "") if row.get("state") != "released" else f"{row['words']}, released {row['released_on']}",
        )  # fmt: skip
