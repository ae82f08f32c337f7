"""Export the seals of an entity with the hash of every sealed row: what `verify/standalone.py` holds facts against."""

import hashlib
import json

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.export_checkpoint import Request, Response
from lowmark.store.audit import read as audit_read
from lowmark.store.audit.leaves import fact_leaves, forms
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def export_checkpoint(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the checkpoint as a file: its first line says what is sealed and how, and each further one is a row."""
    del request, actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        seals = audit_read.seals(reader, entity.id)
        to_seq = seals[-1]["to_seq"] if seals else 0
        leaves = fact_leaves(reader, entity.id, from_seq=1, to_seq=to_seq)
        known_seq = entities_read.known_seq(reader, entity.id)
        later = fact_leaves(reader, entity.id, from_seq=to_seq + 1, to_seq=known_seq).height
    about = {
        "lowmark": "checkpoint", "version": 1, "entity": entity.code, "entity_id": entity.id, "to_seq": to_seq,
        "seals": [
            {name: value.hex() if isinstance(value, bytes) else value for name, value in seal.items()} for seal in seals
        ],
        "tables": forms(),
    }  # fmt: skip
    lines = [json.dumps(about, sort_keys=True, separators=(",", ":"))]
    lines += [f"{place} {table} {number} {leaf.hex()}" for place, table, number, leaf in leaves.iter_rows()]
    content = "\n".join(lines) + "\n"
    return Response(
        entity=entity.code, seal_no=seals[-1]["seal_no"] if seals else 0, to_seq=to_seq, facts=leaves.height,
        unsealed=later, name=f"{entity.code}-checkpoint-{to_seq}.txt", content=content,
        content_sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip
