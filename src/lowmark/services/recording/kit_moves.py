"""Record kits at a desk: what is asked of a kit is recorded of its components, as one document, all of it or nothing.

Before this: `desk` has found that the item is a kit. After this: the moves of its components, and beside each of them the kit that
it belongs to. Components of which lots or serial numbers are kept are picked: what expires first goes first.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.recording.kits import (
    NO_STOCK,
    WAY_OUT,
    come_back,
    require_whole,
)
from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.services.kits import held_by, sold
from lowmark.services.recording.asked import Asked
from lowmark.services.recording.desk_asked import in_base_unit, require_new
from lowmark.services.recording.desk_late import post_documents
from lowmark.services.recording.one import Written
from lowmark.services.recording.weighing import weigh
from lowmark.services.stock.picking import Wanted, picked, require_enough, together
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Reader, Row, Writer
from lowmark.store.stock import kept
from lowmark.store.stock import kits as kits_store

if TYPE_CHECKING:
    import polars as pl

GOES: tuple[str, ...] = ("customer", "production", "scrap", "vendor")
"""Where kits may go, out of stock."""

Moved = tuple[str, str, str, int, str, str]
"""A move of a component: item, lot, the place of ours, how much; and the document and line of the move whose goods come back."""


def kit_asked(reader: Reader, item: Row, asked: Asked, kinds: tuple[str, str]) -> Asked:
    """Return what is asked of a kit, in kits.

    Raises: Problem `refused` for what a kit cannot do, `conflict`, `bad_request`.
    """
    leaves = kinds[0] in INTERNAL and kinds[1] in GOES and asked.returns is None
    returns = kinds[0] in GOES and kinds[1] in INTERNAL and asked.returns is not None
    if not leaves and not returns:
        raise Problem("refused", f"{asked.item}: {NO_STOCK}", hint=WAY_OUT)
    if asked.lot or asked.value_minor is not None or asked.catch_micro is not None or asked.owner or asked.to_owner:
        raise Problem("bad_request", f"{asked.item} is a kit: a lot, a value, a weight and an owner are its components'",
                      hint="leave them out")  # fmt: skip
    require_new(item, asked)
    asked = in_base_unit(reader, item, asked)
    require_whole(kit=asked.item, quantity_micro=asked.quantity_micro)
    return asked


def post_kit(writer: Writer, granted: Granted, asked: Asked) -> Written:
    """Record the moves of the components of the kits that leave, or come back, and post them.

    Locks:  every pool of the components, in one order; the entity clock last.
    Raises: Problem `refused`, `short`, as picking and the plan of a file word it.
    """
    kit_id = kits_store.number(writer, granted.entity.id, asked.item)
    assert kit_id is not None
    moves = _returned(writer, granted, asked) if asked.returns is not None else _taken(writer, granted, asked, kit_id)
    return post_parts(writer, granted, asked, kit_id, moves)


def post_parts(writer: Writer, granted: Granted, asked: Asked, kit_id: int, moves: Sequence[Moved]) -> Written:
    """Record the moves of the components of kits, post them, and say beside each of them which kit it belongs to."""
    before = entities_read.known_seq(writer, granted.entity.id)
    lines = [f"{asked.line}.{number}" for number in range(1, len(moves) + 1)]
    written = post_documents(writer, granted, _documents(asked, moves, lines), asked.document)
    weigh(writer, granted, asked.document)
    told = {(asked.document, line): (kit_id, asked.line, asked.quantity_micro) for line in lines}
    kits_store.write_parts(writer, granted.entity.id, told, since_seq=before)
    return written


def _taken(writer: Writer, granted: Granted, asked: Asked, kit_id: int) -> list[Moved]:
    """Return what of each component is taken from where: what has no lots from the place itself, all else as it is picked."""
    held = held_by(writer, granted, kit_id, asked.item, asked.on)
    items = kits_store.items(writer, list(held))
    kept.lock_all_goods(writer, granted.entity.id, sorted(items))
    found: list[Moved] = []
    for number, each in held.items():
        code, quantity = str(items[number]["code"]), each * (asked.quantity_micro // MICRO)
        if items[number]["tracking"] == "none":
            found.append((code, "", asked.from_location, quantity, "", ""))
            continue
        wanted = Wanted(item=code, quantity_micro=quantity, on=asked.on, location=asked.from_location)
        some = require_enough(picked(writer, granted, wanted))
        found += [(code, one.lot, one.location, one.quantity_micro, "", "") for one in together(some.picked.take)]
    return found


def _returned(writer: Writer, granted: Granted, asked: Asked) -> list[Moved]:
    """Return what comes back of the moves by which the kits left.

    Raises: Problem `not_found`, `refused`.
    """
    assert asked.returns is not None
    name = "/".join(asked.returns)
    parts, rows = sold(writer, granted.entity.id, *asked.returns, asked.item)
    if not parts:
        raise Problem(
            "not_found",
            f"no issue of {asked.item} has the document {name}",
            hint="name the line by which the kits left",
        )
    if rows[0]["to_location"] != asked.from_location or rows[0]["effective_on"] > asked.on:
        raise Problem("refused", f"what {name} issued does not come back from {asked.from_location} on {asked.on}",
                      hint="let goods come back from where they went, after they went")  # fmt: skip
    back = come_back(parts, sold_micro=rows[0]["kit_micro"], wanted_micro=asked.quantity_micro)
    return [(part.item, part.lot, asked.to_location, quantity, part.document, part.line) for part, quantity in back]


def _documents(asked: Asked, moves: Sequence[Moved], lines: Sequence[str]) -> "pl.DataFrame":
    """Return the moves as a document of a row for each."""
    import polars as pl

    ours = [place for _, _, place, *_ in moves]
    comes = asked.returns is not None
    n = len(moves)
    return pl.DataFrame(
        {"row": list(range(1, n + 1)), "document": [asked.document] * n, "line": list(lines), "item": [move[0] for move in moves],
         "lot": [move[1] for move in moves], "made_on": None, "expires_on": None,
         "from_location": [asked.from_location] * n if comes else ours, "to_location": ours if comes else [asked.to_location] * n,
         "reason": asked.reason, "quantity_micro": [move[3] for move in moves], "value_minor": None, "effective_on": asked.on,
         "accounting_on": asked.on, "received_on": None, "returns_document": [move[4] for move in moves],
         "returns_line": [move[5] for move in moves], "terms": asked.terms},
        schema_overrides={"made_on": pl.Date, "expires_on": pl.Date, "value_minor": pl.Int64, "received_on": pl.Date},
    )  # fmt: skip
