"""Add a place, and those that it is in: a name is all that it takes."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.add_place import OPERATION, Request, Response
from lowmark.services.stock.freezing import hold_tree, require_outside
from lowmark.services.stock.places import above, require_path
from lowmark.store.session import Writer

KNOWN = "SELECT path, kind FROM items_location WHERE entity_id = %s"
OF_THE_TREE = "stock"


def add_place(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Add a place; one that is there already, of the same kind, has no effect.

    Raises: Problem `bad_request` for a path with an empty name, `conflict` for a place of another kind, `refused` for one in a
            place that is frozen for a count.
    """
    require_path(request.location)
    if request.kind not in INTERNAL:
        raise Problem("bad_request", f"no place is a {request.kind!r}", hint=f"use one of {', '.join(INTERNAL)}")
    entity_id = granted.entity.id

    def work(writer: Writer) -> Done:
        frozen = hold_tree(writer, granted)
        there = {row["path"]: row["kind"] for row in writer.rows(KNOWN, [entity_id])}
        if there.get(request.location, request.kind) != request.kind:
            raise Problem("conflict", f"{request.location} is a {there[request.location]} already",
                          hint="give the place another path")  # fmt: skip
        wanted = [(path, OF_THE_TREE) for path in above(request.location)] + [(request.location, request.kind)]
        new = [(path, kind) for path, kind in wanted if path not in there]
        require_outside(frozen, [path for path, _ in new])
        writer.insert("location", [
            {"id": number, "entity_id": entity_id, "path": path, "kind": kind}
            for number, (path, kind) in zip(writer.take_ids("location", len(new)), new, strict=True)
        ])  # fmt: skip
        response = Response(
            entity=granted.entity.code,
            location=request.location,
            kind=request.kind,
            added=tuple(path for path, _ in new),
        )
        return Done(response, f"place {request.location}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
