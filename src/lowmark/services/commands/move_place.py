"""Move a place in the tree. Moves of goods name places by number, so nothing that is recorded changes."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.move_place import OPERATION, Request, Response
from lowmark.services.stock.freezing import hold_tree, require_outside
from lowmark.services.stock.places import STROKE, above, require_path
from lowmark.store.session import Writer

KNOWN = "SELECT id, path, kind FROM items_location WHERE entity_id = %s ORDER BY id"


def move_place(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Give a place and all in it another path.

    Raises: Problem `bad_request`; `not_found`; `refused` for a place into itself or outside, and out of or
            into a place that is frozen for a count; `conflict` for a path that
            is taken.
    """
    require_path(request.to)
    entity_id = granted.entity.id

    def work(writer: Writer) -> Done:
        frozen = hold_tree(writer, granted)
        there = {row["path"]: row for row in writer.rows(KNOWN, [entity_id])}
        if request.location not in there or there[request.location]["kind"] not in INTERNAL:
            raise Problem("not_found", f"{granted.entity.code} has no place {request.location!r}", hint="give its path")
        if f"{request.to}{STROKE}".startswith(f"{request.location}{STROKE}"):
            raise Problem("refused", "a place does not go into itself", hint="give a path outside of it")
        lacking = [path for path in above(request.to) if path not in there]
        if lacking:
            raise Problem(
                "not_found", f"{granted.entity.code} has no place {lacking[0]!r}", hint="add that place first"
            )
        within = f"{request.location}{STROKE}"
        renamed = {path: request.to + path[len(request.location):] for path in there
                   if path == request.location or path.startswith(within)}  # fmt: skip
        if taken := [path for path in renamed.values() if path in there]:
            raise Problem("conflict", f"there is a place {taken[0]} already", hint="give another path")
        require_outside(frozen, (*renamed, *renamed.values()))
        writer.execute_many(
            "UPDATE items_location SET path = %s WHERE id = %s",
            [(new, there[old]["id"]) for old, new in renamed.items()],
        )
        response = Response(entity=granted.entity.code, location=request.to, moved=tuple(renamed.values()))
        return Done(response, f"place {request.location}", because=f"to {request.to}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
