"""Set what may be given in place of an item."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.set_substitute import OPERATION, Request, Response
from lowmark.store.items import read as items_read
from lowmark.store.items import statuses
from lowmark.store.session import Writer


def set_substitute(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Set a substitute; with a rank of nothing, take it back.

    Raises: Problem `bad_request`, `not_found`.
    """
    if request.rank < 0 or request.item == request.substitute:
        raise Problem("bad_request", f"{request.substitute} is no substitute of {request.item} by this",
                      hint="name another item, with a rank of 1 or more; 0 takes it back")  # fmt: skip

    def work(writer: Writer) -> Done:
        catalogue_id = granted.entity.catalogue_id
        numbers = []
        for code in (request.item, request.substitute):
            row = items_read.item_by_code(writer, catalogue_id, code)
            if row is None:
                raise Problem("not_found", f"{granted.entity.code} knows no {code!r}", hint="give the code of an item")
            numbers.append(int(str(row["id"])))
        statuses.set_substitute(writer, catalogue_id, numbers[0], numbers[1], rank=request.rank)
        response = Response(
            entity=granted.entity.code, item=request.item, substitute=request.substitute, rank=request.rank
        )
        return Done(response, f"substitute of {request.item}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
