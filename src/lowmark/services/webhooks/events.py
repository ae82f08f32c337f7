"""Events: what was done, as it is told to others. The audit log is where they wait: it is written with what they tell.

Before this: every command's audit record, in its transaction. After this: `delivering`. An event's name follows from its
record, so that it is the same however often it is sent.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from lowmark.services.access import every_entity
from lowmark.services.moments import moment
from lowmark.store.audit import read as audit_read
from lowmark.store.entities import read as entities_read
from lowmark.store.scope import Scope
from lowmark.store.session import Row, reading

BATCH = 100


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done: its place in the entity's order, its name, what it is about, and how it is sent."""

    seq: int
    name: str
    topic: str
    body: bytes


def after(entity_code: str, seq: int, topics: frozenset[str]) -> tuple[list[Event], int]:
    """Return an entity's events after a place in the commit order, up to a hundred, and how far they go.

    Domain: without topics, of all that changes something. Whoever has been told these has been told everything up to there.
    """
    entity = next((one for one in every_entity() if one.code == entity_code), None)
    if entity is None:
        return [], seq
    with reading(Scope(user_id=None, entities=(entity.id,), purpose="report")) as reader:
        rows = audit_read.records_on(reader, entity.id, after=seq, topics=tuple(sorted(topics)), limit=BATCH)
        known_seq = entities_read.known_seq(reader, entity.id)
    return list(_events(entity.code, rows)), rows[-1]["known_seq"] if len(rows) == BATCH else known_seq


def _events(entity: str, rows: list[Row]) -> Iterator[Event]:
    for row in rows:
        name = "evt_" + hashlib.sha256(b"event\0" + row["content_hash"]).hexdigest()[:32]
        told = {
            "event": name, "topic": row["operation"], "entity": entity, "known_seq": row["known_seq"],
            "subject": row["subject"], "recorded_at": moment(row["recorded_at"]), "by": row["username"] or "",
            "after_hash": (row["after_hash"] or b"").hex(),
        }  # fmt: skip
        yield Event(row["known_seq"], name, row["operation"], json.dumps(told, separators=(",", ":")).encode())
