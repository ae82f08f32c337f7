"""Recompute everything independently and compare: one entity, or all of them, in one snapshot."""

from lowmark.services.access import Granted, every_entity
from lowmark.services.actor import Actor
from lowmark.services.operations.verify import Check, Request, Response
from lowmark.services.progress import tell
from lowmark.store.scope import Scope
from lowmark.store.session import reading
from lowmark.verify.run import verify_entity


def verify(request: Request, *, actor: Actor, granted: Granted | None = None) -> Response:
    """Run every check on the entity asked for, or on every entity, and add up what they found."""
    entities = every_entity() if granted is None else (granted.entity,)
    scope = Scope(user_id=actor.user_id, entities=tuple(entity.id for entity in entities), purpose="verify")
    meanings: dict[str, str] = {}
    examined: dict[str, int] = {}
    faults: dict[str, list[str]] = {}
    with reading(scope) as reader:
        for place, entity in enumerate(entities, start=1):
            tell(f"{entity.code}: verify", place, len(entities))
            for found in verify_entity(reader, entity.id):
                meanings[found.name] = found.meaning
                examined[found.name] = examined.get(found.name, 0) + found.checked.examined
                faults.setdefault(found.name, []).extend(f"{entity.code}: {fault}" for fault in found.checked.faults)
    checks = tuple(
        Check(name=name, meaning=meaning, examined=examined[name], faults=tuple(faults[name]))
        for name, meaning in meanings.items()
    )
    return Response(clean=not any(check.faults for check in checks), checks=checks)
