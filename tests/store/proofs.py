"""A fresh proof of identity, written as a door writes it, for tests of what rests on one."""

from lowmark.services.access import every_entity
from lowmark.store.scope import Scope
from lowmark.store.session import writing

FIVE_MINUTES = 5 * 60 * 1_000_000


def proof(entity_code: str, user_id: int, bound_hash: bytes) -> int:
    """Write a proof, just given, that somebody looks at what has this hash; return its number."""
    entity = next(one for one in every_entity() if one.code == entity_code)
    with writing(Scope(user_id=user_id, entities=(entity.id,), purpose="command")) as writer:
        sequences, now = writer.tick(entity.id, 1)
        number = int(writer.take_ids("step_up", 1)[0])
        writer.insert("step_up", [{
            "id": number, "entity_id": entity.id, "user_id": user_id, "bound_hash": bound_hash, "method": "password",
            "granted_at": now, "expires_at": now + FIVE_MINUTES, "known_seq": sequences[0], "recorded_at": now,
        }])  # fmt: skip
    return number
