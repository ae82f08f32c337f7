"""Who there is to decide: roles held, roles lent, limits and what is used of them, and how many people it takes.

Before this: grants, delegations, limits and the rule in force, read at one moment. After this: `approval`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Profile = Literal["small", "separate", "one_person"]
Through = Literal["person", "token", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUp:
    """A fresh proof of identity: whose, bound to the hash of what, and until when."""

    user_id: int
    bound_hash: bytes
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """A role that one person lends to another, on the day asked about."""

    from_user: int
    to_user: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people of an entity, as they stand when a step is asked for.

    Units:  `limits` and `used` are minor units of the run's currency; who is not in `limits` has none.
    Domain: in `small`, whoever approves has reviewed; in `separate`, every line that is not accepted by itself is
            accepted by somebody who neither prepared nor approves the run; `one_person` holds only while nobody else
            may approve. `used` is what was approved on somebody's authority in the run's period.
    """

    roles: Mapping[int, frozenset[str]]
    profile: Profile = "small"
    delegations: Sequence[Delegation] = ()
    limits: Mapping[int, int] = field(default_factory=dict)
    used: Mapping[int, int] = field(default_factory=dict)

    def holds(self, user: int, role: str) -> bool:
        """Return whether somebody holds a role themselves."""
        return role in self.roles.get(user, frozenset())

    def authorities(self, *, by: int, roles: Sequence[str], lent: bool = True) -> list[int]:
        """Return whose role somebody may act on: their own first, then those lent to them by who holds them.

        >>> lent = Delegation(from_user=2, to_user=3, role="approver")
        >>> people = People(roles={2: frozenset({"approver"})}, delegations=[lent])
        >>> people.authorities(by=3, roles=("approver",)), people.authorities(by=2, roles=("approver",))
        ([2], [2])
        """
        own = [by] if any(self.holds(by, role) for role in roles) else []
        lenders = {
            one.from_user
            for one in self.delegations
            if lent and one.to_user == by and one.role in roles and self.holds(one.from_user, one.role)
        }
        return own + sorted(lenders - {by})

    def left(self, user: int) -> int:
        """Return what is left of somebody's limit, who has one."""
        return self.limits[user] - self.used.get(user, 0)

    def others_who_approve(self, *, besides: int) -> list[int]:
        """Return everybody who holds the role of approver but one."""
        return sorted(user for user in self.roles if user != besides and self.holds(user, "approver"))
