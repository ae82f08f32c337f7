"""Set where an item is in its life from a day on."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.items import STATUSES
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.set_status import OPERATION, Request, Response
from lowmark.store.items import read as items_read
from lowmark.store.items import statuses
from lowmark.store.session import Writer


def set_status(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Set the status of an item of the entity's catalogue.

    Raises: Problem `bad_request`, `not_found`.
    """
    superseded = request.status == "superseded"
    if (
        request.status not in STATUSES
        or superseded != bool(request.superseded_by)
        or request.superseded_by == request.item
    ):
        raise Problem("bad_request", f"{request.item} cannot be {request.status!r} so",
                      hint=f"use one of {', '.join(STATUSES)}, and say what takes its place where it is superseded")  # fmt: skip

    def work(writer: Writer) -> Done:
        item, successor = numbers_of(writer, granted, request.item, request.superseded_by)
        statuses.set_status(writer, granted.entity.catalogue_id, item, valid_from=request.valid_from, status=request.status,
                            superseded_by_id=successor)  # fmt: skip
        response = Response(entity=granted.entity.code, item=request.item, status=request.status,
                            superseded_by=request.superseded_by, valid_from=request.valid_from)  # fmt: skip
        return Done(response, f"status of {request.item}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def numbers_of(writer: Writer, granted: Granted, first: str, second: str) -> tuple[int, int | None]:
    """Return the numbers of two items of the entity's catalogue, of which the second need not be named.

    Raises: Problem `not_found`.
    """
    found: list[int | None] = []
    for code in (first, second):
        row = items_read.item_by_code(writer, granted.entity.catalogue_id, code) if code else None
        if code and row is None:
            raise Problem("not_found", f"{granted.entity.code} knows no {code!r}", hint="give the code of an item")
        found.append(None if row is None else int(str(row["id"])))
    assert found[0] is not None
    return found[0], found[1]
