"""The binder of a run as a file: gathered within its entity, packed so that it can be checked without Lowmark."""

import base64
import hashlib

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.binding.gathering import gather, header, reports_of
from lowmark.services.binding.packing import packed
from lowmark.services.operations.binder import Part, Request, Response


def binder(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return everything that a run rests on and led to, as one zip.

    Raises: Problem `not_found`.
    """
    entity = granted.entity
    gathered = gather(granted, request.run)
    parts = sorted((*gathered.parts, *reports_of(gathered, actor=actor, granted=granted)), key=lambda part: part.path)
    run = gathered.run
    content, found = packed(parts, title=f"Binder of run {run['code']} of {entity.name}",
                            facts=header(gathered, entity.code, entity.name))  # fmt: skip
    return Response(
        entity=entity.code, run=run["code"], state=run["state"], as_of=run["as_of"], known_seq=gathered.after_seq,
        run_hash=bytes(run["run_hash"]).hex(),
        parts=tuple(Part(path=one.path, about=one.about, sha256=one.sha256, size=len(one.content)) for one in found),
        name=f"{entity.code}-binder-{run['code'].replace('/', '-')}.zip", encoding="base64",
        content=base64.b64encode(content).decode(), content_sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
