"""Who belongs to a group on a day, and whether whoever asks may see all of them.

A group is what the entity at its head, and those that it holds, say of their holdings. Whoever consolidates needs a grant on
every member that is consolidated: without one, the member is nowhere named but as the holder's own facts name it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lowmark.core.consolidation.ownership import Holding, Member, members_of
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted, roles_by_entity
from lowmark.services.actor import Actor
from lowmark.store.entities.holdings import holdings_of
from lowmark.store.scope import Purpose, Scope
from lowmark.store.session import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group as its holdings say it on a day: its members, what whoever asks was granted of each, since when each is held."""

    head: Granted
    members: tuple[Member, ...]
    granted: Mapping[str, Granted]
    held_since: Mapping[str, date]

    def scope(self, purpose: Purpose = "report") -> Scope:
        """Return the scope of all members at once."""
        entities = tuple(sorted({self.head.entity.id, *(each.entity.id for each in self.granted.values())}))
        return Scope(user_id=self.head.user_id, entities=entities, purpose=purpose)

    @property
    def full(self) -> tuple[Member, ...]:
        """Members that are consolidated whole."""
        return tuple(member for member in self.members if member.method == "full")


def visible(actor: Actor, granted: Granted) -> dict[str, Granted]:
    """Return every entity on which whoever asks has a grant, by code, the one asked for among them."""
    held = () if actor.user_id is None else roles_by_entity(actor.user_id)
    return {granted.entity.code: granted} | {
        entity.code: Granted(entity, roles, actor.user_id) for entity, roles in held if entity.id != granted.entity.id
    }


def group_of(actor: Actor, granted: Granted, *, as_of: date, whole: bool = True) -> Group:
    """Return the group of which an entity is the head.

    Raises: Problem ``not_granted`` where a member that is consolidated is beyond the grants of whoever asks, unless only
            what is granted is asked for; and as `members_of`.
    """
    seen = visible(actor, granted)
    scope = Scope(
        user_id=actor.user_id, entities=tuple(sorted(each.entity.id for each in seen.values())), purpose="report"
    )
    with reading(scope) as reader:
        rows = [row for code in sorted(seen) for row in holdings_of(reader, seen[code].entity.id, code, as_of=as_of)]
    members = members_of(parent=granted.entity.code, holdings=[
        Holding(holder=row["holder"], held=row["held"], share_micro=row["share_micro"], method=row["method"]) for row in rows
    ])  # fmt: skip
    codes = {member.entity for member in members}
    unseen = sorted(member.entity for member in members if member.method == "full" and member.entity not in seen)
    if unseen and whole:
        raise Problem("not_granted", f"{actor.username} has no grant on {', '.join(unseen)}",
                      hint="ask the administrator of each member for a role in it")  # fmt: skip
    since: dict[str, date] = {}
    for row in rows:
        since[row["held"]] = min(since.get(row["held"], row["since"]), row["since"])
    return Group(
        head=granted,
        members=members,
        granted={code: each for code, each in seen.items() if code in codes},
        held_since=since,
    )
