"""Who may do what: from an actor and an entity's code to a scope, or a refusal that tells nothing."""

import time
from dataclasses import dataclass
from datetime import date

from django.db import connections

from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.problems import Problem
from lowmark.services.actor import Actor
from lowmark.services.operation import Operation
from lowmark.store.access import read as access_read
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Entity
from lowmark.store.scope import Purpose, Scope
from lowmark.store.session import Reader

DAY_SECONDS = 24 * 60 * 60

NOBODY = Scope(user_id=None, entities=(), purpose="command")


def today() -> date:
    """Return the day that it is, UTC: for what is lent for some days, and what is due. No fact is dated by it."""
    return from_day(int(time.time()) // DAY_SECONDS)  # noqa: TID251 -- what is lent ends with a day, not with a fact


def _doorkeeper() -> Reader:
    """Return the one reader without a scope: it answers who may do what, and nothing else."""
    connections["default"].ensure_connection()
    return Reader("default", NOBODY)


@dataclass(frozen=True, slots=True)
class Granted:
    """What an actor was let in with: the entity, the roles held there, and the scope of its reads."""

    entity: Entity
    roles: frozenset[str]
    user_id: int | None

    def scope(self, purpose: Purpose = "command") -> Scope:
        """Return the scope of this entity alone."""
        return Scope(user_id=self.user_id, entities=(self.entity.id,), purpose=purpose)


def admit(operation: Operation, entity_code: str, *, actor: Actor) -> Granted:
    """Let an actor into one entity for one operation.

    Raises: Problem `not_granted`, worded the same whether the entity exists or not.
    """
    reader = _doorkeeper()
    entity = entities_read.entity_by_code(reader, entity_code)
    if entity is not None and actor.user_id is not None:
        roles = _roles(reader, actor.user_id).get(entity.id, frozenset())
        if roles & set(operation.policy.roles):
            return Granted(entity, roles, actor.user_id)
    if entity is not None and actor.is_operator and operation.policy.operator:
        return Granted(entity, frozenset(), actor.user_id)
    raise Problem(
        "not_granted",
        f"{actor.username or 'nobody'} may not {operation.name} in {entity_code!r}",
        hint=f"ask its administrator for one of the roles: {', '.join(operation.policy.roles) or 'operator'}",
    )


def roles_by_entity(user_id: int) -> tuple[tuple[Entity, frozenset[str]], ...]:
    """Return every entity in which a user holds a role, with the roles, by code."""
    reader = _doorkeeper()
    held = _roles(reader, user_id)
    return tuple((entity, held[entity.id]) for entity in entities_read.entities(reader) if entity.id in held)


def _roles(reader: Reader, user_id: int) -> dict[int, frozenset[str]]:
    """Return the roles of a user in every entity: those held, and those lent to them today."""
    held = access_read.roles_of(reader, user_id)
    for entity, role in access_read.lent_to(reader, user_id, on=today()):
        held[entity] = held.get(entity, frozenset()) | {role}
    return held


def every_entity() -> tuple[Entity, ...]:
    """Return every entity: for the installation's own operations (`verify`, sealing), which name each of them."""
    return tuple(entities_read.entities(_doorkeeper()))
