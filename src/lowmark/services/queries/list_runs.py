"""List the runs of an entity."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.list_runs import Line, Request, Response
from lowmark.store.runs import read as runs_read
from lowmark.store.session import reading


def list_runs(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the runs, newest first."""
    del request, actor
    with reading(granted.scope("report")) as reader:
        runs = runs_read.runs(reader, granted.entity.id)
    return Response(
        entity=granted.entity.code,
        lines=tuple(
            Line(run=run["code"], book=run["book"], as_of=run["as_of"], state=run["state"],
                 prepared_by=run["preparer"] or "", proposals=run["proposals"], change_minor=run["change_minor"],
                 currency=run["currency"])
            for run in runs
        ),
    )  # fmt: skip
