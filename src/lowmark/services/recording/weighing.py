"""Weigh the moves of a document: the second quantity of goods whose units each weigh their own, beside the move.

Before this: the moves are written, in the transaction that is open. After this: each has a weight. Goods that come from outside
are weighed by whoever receives them; what comes back weighs its share of what left; what comes by a file or is made weighs what
its item says that a unit weighs, where it says so. What leaves a shelf takes its share of what lies there. Value goes by the
primary quantity.
"""

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.recording.weighing import weight_that_leaves
from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.store.session import Row, Writer
from lowmark.store.stock import weights


def require_weighed(*, item: str, unit: str | None, weighed_micro: int | None, comes: bool, returns: bool) -> None:
    """Refuse a weight of what has none, and goods from outside that nobody weighed.

    Raises: Problem `bad_request`.

    >>> require_weighed(item="HAM", unit="KG", weighed_micro=5, comes=True, returns=False)
    """
    if unit is None and weighed_micro is not None:
        raise Problem("bad_request", f"{item} has no second quantity", hint="leave the weight out")
    if unit is not None and comes and not returns and weighed_micro is None:
        raise Problem("bad_request", f"each unit of {item} weighs its own", hint=f"say what it came to, in {unit}")


def weigh(writer: Writer, granted: Granted, document: str, *, line: str = "", weighed_micro: int | None = None) -> None:
    """Record what the moves of a document weighed; the one of a line by what it was weighed at.

    Raises: Problem `bad_weight`.
    """
    rows = weights.unweighed(writer, granted.entity.id, document)
    if not rows:
        return
    said = {row["id"]: weighed_micro for row in rows if row["line"] == line and weighed_micro is not None}
    sequences, recorded_at = writer.tick(granted.entity.id, len(rows))
    for row, seq in zip(rows, sequences, strict=True):
        weight = _weight(writer, granted, row, said.get(row["id"]))
        if weight > 0:
            weights.write_weights(writer, [{
                "entity_id": granted.entity.id, "move_id": row["id"], "unit": row["catch_unit"], "quantity_micro": weight,
                "known_seq": seq, "recorded_at": recorded_at,
            }])  # fmt: skip


def weigh_all(writer: Writer, granted: Granted, documents: list[str]) -> None:
    """Record what the moves of documents weighed, where any item of the catalogue has a second quantity at all."""
    if weights.any_weighed(writer, granted.entity.catalogue_id):
        for document in documents:
            weigh(writer, granted, document)


def _weight(writer: Writer, granted: Granted, row: Row, weighed: int | None) -> int:
    """Return what one move weighed."""
    origin = weights.of_origin(writer, row["returns_move_id"]) if row["returns_move_id"] else None
    back = multiply_divide_round(origin[1], row["quantity_micro"], origin[0]) if origin is not None else None
    if row["from_kind"] not in INTERNAL:
        by_item = multiply_divide_round(row["weight_micro"] or 0, row["quantity_micro"], MICRO)
        return next((each for each in (weighed, back) if each is not None), by_item)
    lying, weight = weights.on_shelf(
        writer, granted.entity.id, item_id=row["item_id"], lot_id=row["lot_id"], location_id=row["from_location_id"],
        before_seq=row["known_seq"],
    )  # fmt: skip
    if weighed is None and back is not None and back <= weight and row["quantity_micro"] < lying:
        weighed = back  # A receipt that is reversed takes away what it brought.
    return weight_that_leaves(
        moved_micro=row["quantity_micro"], lying_micro=lying, lying_weight_micro=weight, weighed_micro=weighed
    )
