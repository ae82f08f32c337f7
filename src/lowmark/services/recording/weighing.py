"""Weigh the moves of a document: the second quantity of goods whose units each weigh their own, beside the move.

Before this: the moves are written, in the transaction that is open. After this: each has a weight. Goods that come from outside
are weighed by whoever receives them; what comes back weighs its share of what left; what comes by a file weighs what the file says.
Where it says nothing, and for what is made, an item says what a unit weighs, or nothing does. What leaves a shelf takes its share
of what lies there. Value goes by the primary quantity.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.recording.weighing import weight_that_leaves
from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.store.session import Row, Writer
from lowmark.store.stock import weights

Line = tuple[str, str]
"""A move by its document and line."""


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
    said = {} if weighed_micro is None else {(document, line): weighed_micro}
    for _, _, problem in _weigh(writer, granted, weights.unweighed(writer, granted.entity.id, [document]), said):
        raise problem


def weigh_all(
    writer: Writer, granted: Granted, documents: list[str], *, said: Mapping[Line, int] = MappingProxyType({})
) -> list[tuple[Line, int, Problem]]:
    """Record what the moves of documents weighed, where any item of the catalogue has a second quantity at all.

    All of them in the order in which they were recorded, since each takes from what those before it have left. Whatever cannot
    weigh what is said of it is returned, by its document and line, with that weight: the caller writes nothing then.
    """
    if not weights.any_weighed(writer, granted.entity.catalogue_id):
        return []
    return _weigh(writer, granted, weights.unweighed(writer, granted.entity.id, documents), said)


def _weigh(
    writer: Writer, granted: Granted, rows: list[Row], said: Mapping[Line, int]
) -> list[tuple[Line, int, Problem]]:  # fmt: skip
    """Record what moves weighed; return those that cannot weigh what is said, which take their share meanwhile."""
    refused: list[tuple[Line, int, Problem]] = []
    if not rows:
        return refused
    sequences, recorded_at = writer.tick(granted.entity.id, len(rows))
    for row, seq in zip(rows, sequences, strict=True):
        line = (str(row["document"]), str(row["line"]))
        try:
            weight = _weight(writer, granted, row, said.get(line))
        except Problem as problem:
            refused.append((line, said[line], problem))
            weight = _weight(writer, granted, row, None)
        if weight > 0:
            weights.write_weights(writer, [{
                "entity_id": granted.entity.id, "move_id": row["id"], "unit": row["catch_unit"], "quantity_micro": weight,
                "known_seq": seq, "recorded_at": recorded_at,
            }])  # fmt: skip
    return refused


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
