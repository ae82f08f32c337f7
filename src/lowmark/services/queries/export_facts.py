"""Export every fact of an entity as lines of JSON, for whoever has no access to its database."""

import hashlib
import json

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.export_facts import Request, Response
from lowmark.store.audit.leaves import plain_rows
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def export_facts(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return every row of every table of facts: table, place in the order, and the row in its noun's order."""
    del request, actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        lines = [json.dumps(row, separators=(",", ":")) for row in plain_rows(reader, entity.id, to_seq=known_seq)]
    content = "".join(f"{line}\n" for line in lines)
    return Response(
        entity=entity.code, known_seq=known_seq, facts=len(lines), name=f"{entity.code}-facts-{known_seq}.jsonl",
        content=content, content_sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip
