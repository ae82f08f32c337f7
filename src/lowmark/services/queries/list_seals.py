"""List the seals of an entity, and how much has come to be known since the last."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.list_seals import Line, Request, Response
from lowmark.store.audit import read as audit_read
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def list_seals(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the seals, oldest first."""
    del request, actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        rows = audit_read.seals(reader, entity.id)
        known_seq = entities_read.known_seq(reader, entity.id)
    lines = tuple(
        Line(seal_no=row["seal_no"], from_seq=row["from_seq"], to_seq=row["to_seq"], leaves=row["n_leaves"],
             facts=row["n_facts"], root=bytes(row["root"]).hex(), facts_root=bytes(row["facts_root"]).hex(),
             chained=bytes(row["chained"]).hex())
        for row in rows
    )  # fmt: skip
    return Response(entity=entity.code, known_seq=known_seq, lines=lines,
                    unsealed=known_seq - (lines[-1].to_seq if lines else 0))  # fmt: skip
