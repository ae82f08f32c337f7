"""Ownership: who belongs to a group on a day, how, and what part of each is the parent's.

Before this: holdings, each from a day on. After this: who is consolidated, and what other owners have of each. An entity is
consolidated whole where it is controlled, whatever the share; one that is equity-accounted is listed, and what hangs below
it with it. Sources: IFRS 10.7, B94; IAS 28.10; ASC 810-10-15-8, 323-10-35-4; ASPE 1591, 3051.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from lowmark.core.kinds.problems import Problem

Method = Literal["full", "equity", "none"]
METHODS: Final[tuple[Method, ...]] = ("full", "equity", "none")
WHOLE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one entity has of another, in force on the day of the consolidation.

    Units:  millionths of the whole.
    Domain: `full` is control; `equity` is influence; `none` ends what was before.
    """

    holder: str
    held: str
    share_micro: int
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An entity of a group: how it is accounted for, and the part of it that is the parent's, through all holders.

    Domain: `share` is exact; `depth` counts the holdings between it and the parent.
    """

    entity: str
    method: Method
    share: Fraction
    depth: int

    @property
    def non_controlling(self) -> Fraction:
        """What other owners have."""
        return 1 - self.share


def members_of(*, parent: str, holdings: Iterable[Holding]) -> tuple[Member, ...]:
    """Return who belongs to a group, by code, the parent among them.

    Raises: Problem ``held_twice`` where an entity is said to be held by one holder twice; ``holds_itself`` for a circle;
            ``more_than_whole`` where its holders together have more than there is.

    >>> found = members_of(parent="P", holdings=[
    ...     Holding(holder="P", held="A", share_micro=800_000, method="full"),
    ...     Holding(holder="A", held="B", share_micro=750_000, method="full"),
    ...     Holding(holder="P", held="C", share_micro=250_000, method="equity")])
    >>> [(member.entity, member.method, str(member.share)) for member in found]
    [('A', 'full', '4/5'), ('B', 'full', '3/5'), ('C', 'equity', '1/4'), ('P', 'full', '1')]
    """
    by_held: dict[str, list[Holding]] = {}
    for holding in holdings:
        if holding.method == "none" or holding.share_micro == 0:
            continue
        others = by_held.setdefault(holding.held, [])
        if any(other.holder == holding.holder for other in others):
            raise Problem("held_twice", f"{holding.holder} is said to hold {holding.held} twice",
                          hint="say one share from one day on", where={"entity": holding.held})  # fmt: skip
        others.append(holding)
    for held, others in by_held.items():
        if sum(other.share_micro for other in others) > WHOLE:
            raise Problem("more_than_whole", f"more than all of {held} is held", where={"entity": held},
                          hint="the shares of its holders come to one hundred per cent at most")  # fmt: skip
    _refuse_circles(parent, by_held)
    found: dict[str, Member] = {parent: Member(entity=parent, method="full", share=Fraction(1), depth=0)}
    names = [*by_held]
    return tuple(
        member for name in sorted({parent, *names}) if (member := _member(name, by_held, found)) is not None
    )  # fmt: skip


def _refuse_circles(parent: str, by_held: Mapping[str, list[Holding]]) -> None:
    """Refuse holdings among which an entity that the parent holds has a part of one of its own holders."""
    held_by: dict[str, list[str]] = {}
    for held, holdings in by_held.items():
        for holding in holdings:
            held_by.setdefault(holding.holder, []).append(held)
    paths: list[tuple[str, ...]] = [(parent,)]
    while paths:
        path = paths.pop()
        for held in held_by.get(path[-1], ()):
            if held in path:
                raise Problem("holds_itself", f"{' holds '.join((*path, held))}", where={"entity": held},
                              hint="a circle of holdings has no parent: end one of them")  # fmt: skip
            paths.append((*path, held))


def _member(name: str, by_held: Mapping[str, list[Holding]], found: dict[str, Member]) -> Member | None:
    """Return an entity as a member, or none where it does not belong to the parent at all."""
    if name in found:
        return found[name]
    share, depth, methods = Fraction(0), 0, []
    for holding in by_held.get(name, ()):
        holder = _member(holding.holder, by_held, found)
        if holder is not None:
            share += holder.share * Fraction(holding.share_micro, WHOLE)
            depth = max(depth, holder.depth + 1)
            methods.append(holding.method if holder.method == "full" else "equity")
    if not methods:
        return None
    method: Method = "full" if "full" in methods else "equity"
    found[name] = Member(entity=name, method=method, share=share, depth=depth)
    return found[name]
