"""Hold what is asked at a desk to what its item and places allow: the unit, whose the goods are, whether it has a value.

Before this: `desk` has read item and places. After this: the move is costed.
"""

from dataclasses import replace

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.unit import Inexact, in_base_units, nearest, not_exact
from lowmark.core.recording.directions import Direction
from lowmark.core.recording.owners import PASSES_AT_DESTINATION, TERMS, owned_way
from lowmark.services.recording.asked import Asked
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, Row


def in_base_unit(reader: Reader, item: Row, asked: Asked) -> Asked:
    """Return what is asked with its quantity in the item's base unit, and beside it what was written.

    Raises: Problem `not_found` for a unit that the item does not have, `bad_request` for what is not exact in base units.
    """
    if not asked.unit:
        return asked
    written, base_unit = asked.quantity_micro, str(item["base_unit"])
    factor = (1, 1) if asked.unit == base_unit else items_read.unit_of_item(reader, int(item["id"]), asked.unit)
    if factor is None:
        raise Problem("not_found", f"{asked.item} has no unit {asked.unit!r}",
                      hint=f"import it into item_units, or count in {base_unit}")  # fmt: skip
    quantity = in_base_units(quantity_micro=written, numerator=factor[0], denominator=factor[1])
    if isinstance(quantity, Inexact):
        raise Problem("bad_request", not_exact(written, asked.unit, base_unit), hint=nearest(quantity, asked.unit))
    return replace(asked, quantity_micro=quantity, unit_quantity_micro=written)


def require_new(item: Row, asked: Asked) -> None:
    """Refuse a document and line that a move has already.

    Raises: Problem `conflict`.
    """
    if item["recorded_id"] is not None:
        raise Problem("conflict", f"{asked.document}/{asked.line} is recorded already",
                      hint="give a correction a document of its own")  # fmt: skip


def require_owner(asked: Asked, way: tuple[Direction, str] | None, *, to_kind: str) -> tuple[Direction, str] | None:
    """Return which way the goods go, knowing whose they are; none where they do not go that way.

    Raises: Problem `bad_request` for terms that are none, `refused` for goods on their way that are not ours by their terms,
            for a return of others' goods, and for title that passes while goods move.
    """
    if asked.terms and asked.terms not in TERMS:
        raise Problem(
            "bad_request", f"no trade terms are called {asked.terms!r}", hint=f"use one of {', '.join(TERMS)}"
        )
    if asked.terms in PASSES_AT_DESTINATION and to_kind == "in_transit" and not asked.owner:
        raise Problem("refused", f"by {asked.terms} goods on their way are still the seller's",
                      hint="receive them into stock on the day when they arrive")  # fmt: skip
    if asked.returns is not None and (asked.owner or asked.to_owner):
        raise Problem("refused", "goods of others have no cost at which they could come back",
                      hint="receive them again, with their owner")  # fmt: skip
    stays = asked.from_location == asked.to_location
    found = owned_way(way=way, owner=asked.owner, to_owner=asked.to_owner, stays=stays)
    if found is None and way is not None:
        raise Problem("refused", "title passes where goods lie, and they stay",
                      hint="record the transfer of title at their place, and then the move")  # fmt: skip
    return found


def require_value(asked: Asked, way: Direction) -> None:
    """Refuse a receipt of ours without a value, unless it brings issued goods back; and a value on anything else.

    Raises: Problem `bad_request`.
    """
    bought = way == "title" and not asked.to_owner
    takes_value = bought or (way == "in" and not asked.to_owner and asked.returns is None)
    if takes_value != (asked.value_minor is not None):
        raise Problem("bad_request", "a receipt of our own goods has a value, and nothing else has one",
                      hint="say what a receipt cost, 0 if nothing; issues, and what comes back of them, are costed"
                      " here, and goods of others have no value")  # fmt: skip
