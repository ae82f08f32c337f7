"""Freeze a place and all under it for a count sheet.

Locks:  the name of the sheet; the tree of places; the entity clock last, which parts moves before the freeze from those after it.
"""

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.operations.freeze_place import OPERATION, Request, Response
from lowmark.services.stock.freezing import freeze, hold_tree, is_within, require_moving
from lowmark.store.session import Row, Writer

PLACES = "SELECT id AS location_id, path AS location, kind FROM items_location WHERE entity_id = %s ORDER BY path"


def freeze_place(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Freeze; what is frozen for the same sheet already stays so.

    Raises: Problem `no_reason`, `bad_request`, `not_found`; `refused` where a place is frozen for another sheet.
    """
    if not request.because.strip():
        raise Problem("no_reason", "nobody says why it is frozen", hint="give because")
    if not request.document.strip():
        raise Problem("bad_request", "a place is frozen for a count sheet", hint="give its name")

    def work(writer: Writer) -> Done:
        entity = granted.entity
        lock_key(writer, entity.id, f"count sheet {request.document}")
        new = _to_freeze(writer, granted, request, hold_tree(writer, granted))
        before = freeze(writer, granted, new, document=request.document, on=request.frozen_on, because=request.because)
        response = Response(
            entity=entity.code, document=request.document, location=request.location, frozen_on=request.frozen_on,
            known_seq=before, frozen=tuple(row["location"] for row in new),
        )  # fmt: skip
        return Done(response, f"place {request.location}", because=request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _to_freeze(writer: Writer, granted: Granted, request: Request, standing: list[Row]) -> list[Row]:
    """Return the place and those under it that are not frozen yet.

    Raises: Problem `not_found`, `refused`.
    """
    entity = granted.entity
    under = [row for row in writer.rows(PLACES, [entity.id]) if is_within(row["location"], request.location)]
    ours = [row for row in under if row["kind"] in INTERNAL]
    if not ours or ours[0]["location"] != request.location:
        raise Problem(
            "not_found", f"{entity.code} has no place {request.location!r}", hint="give the path of a place of ours"
        )
    frozen = {row["location_id"]: row for row in standing}
    there = [frozen[row["location_id"]] for row in ours if row["location_id"] in frozen]
    require_moving(row for row in there if row["document"] != request.document)
    return [row for row in ours if row["location_id"] not in frozen]
