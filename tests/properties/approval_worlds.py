"""Small worlds of people about one run, walked through step by step: every state that can be reached, and by which step.

A world is one person, two or three, each with one of a few sets of roles; at most one role is lent at a time. Role sets
change and roles are lent and taken back at any moment, as an administrator or a lender might; what the machine itself
has to refuse is tried by everybody at every state, with and without a proof of identity, and with a token.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations, product

from lowmark.core.write_downs.approval import ENDED, Event, Refused, Standing, take_step
from lowmark.core.write_downs.approval_people import Delegation, People, Profile, StepUp

SHOWN = b"shown"
NONE: frozenset[str] = frozenset()
PREPARES, REVIEWS = frozenset({"preparer"}), frozenset({"reviewer"})
DECIDES = frozenset({"reviewer", "approver", "poster"})
EVERYTHING = frozenset({"preparer", "reviewer", "approver", "poster"})
SETS = (NONE, PREPARES, REVIEWS, DECIDES, EVERYTHING)

Roles = tuple[frozenset[str], ...]
Lent = tuple[int, int, str] | None


@dataclass(frozen=True, slots=True)
class Around:
    """The people at one moment: the role set of each, from person 1 on, and what is lent."""

    roles: Roles
    lent: Lent = None


@dataclass(frozen=True, slots=True)
class World:
    """What does not change: how many there are, the rule, the lines that need a reviewer, and a limit for person 2."""

    users: int
    profile: Profile
    open_lines: frozenset[int] = frozenset({1, 2})
    limit: int | None = None
    sets: tuple[frozenset[str], ...] = SETS
    lend: tuple[str, ...] = ("reviewer", "approver")

    @property
    def people(self) -> range:
        """Return everybody."""
        return range(1, self.users + 1)

    def seen(self, around: Around) -> People:
        """Return the people as the machine takes them."""
        lent = (
            []
            if around.lent is None
            else [Delegation(from_user=around.lent[0], to_user=around.lent[1], role=around.lent[2])]
        )
        return People(
            roles=dict(zip(self.people, around.roles, strict=True)), profile=self.profile, delegations=lent,
            limits={} if self.limit is None else {2: self.limit},
        )  # fmt: skip

    def moments(self) -> Iterator[Around]:
        """Yield every way in which roles are held and lent."""
        pairs = [(a, b, role) for a, b in permutations(self.people, 2) for role in self.lend]
        for roles in product(self.sets, repeat=self.users):
            yield from (Around(roles, lent) for lent in [None, *pairs])

    def begun(self, by: int) -> Standing:
        """Return a run as it is proposed."""
        return Standing(phase="proposed", prepared_by=by, run_hash=SHOWN, amount_minor=10, open_lines=self.open_lines)

    def steps(self, standing: Standing) -> Iterator[Event]:
        """Yield everything that anybody may try."""
        for by in self.people:
            proof = StepUp(user_id=by, bound_hash=SHOWN, expires_at=2)
            for line in sorted(standing.open_lines):
                yield Event(step="accept", by=by, shown_hash=SHOWN, lines=frozenset({line}))
            yield Event(step="send_back", by=by, shown_hash=SHOWN)
            yield Event(step="approve", by=by, shown_hash=SHOWN, step_up=proof, at=1)
            yield Event(step="approve", by=by, shown_hash=SHOWN, at=1)
            yield Event(step="approve", by=by, shown_hash=SHOWN, step_up=proof, at=1, through="token")
            yield Event(step="return", by=by, shown_hash=SHOWN, step_up=proof, at=1)
            yield Event(step="post", by=by)
        yield Event(step="fact", changes=True)
        yield Event(step="supersede")

    def after(self, standing: Standing, around: Around) -> Iterator[Standing]:
        """Yield what a run becomes by a step that is taken, or by somebody's proposing anew."""
        people = self.seen(around)
        for event in self.steps(standing):
            taken = take_step(standing=standing, event=event, people=people)
            if not isinstance(taken, Refused):
                yield taken
        if standing.phase not in ENDED:
            yield from (self.begun(by) for by in self.people if people.holds(by, "preparer"))


Edges = dict[Around, dict[Standing, set[Standing]]]
"""What each standing becomes, at each moment."""


def reachable(world: World) -> tuple[Edges, int, int]:
    """Return every standing that a run can come to while roles change at will, with the states and steps there are.

    A state is a standing and the people around it. Roles may change at any moment, so each standing is met with each
    moment: it is enough to search the standings, and to try each at every moment.
    """
    edges: Edges = {around: {} for around in world.moments()}
    found = {world.begun(by) for by in world.people}
    waiting, taken = deque(found), 0
    while waiting:
        standing = waiting.popleft()
        for around, of_moment in edges.items():
            of_moment[standing] = set(world.after(standing, around))
            taken += len(of_moment[standing])
            new = of_moment[standing] - found
            found |= new
            waiting.extend(new)
    return edges, len(found) * len(edges), taken


def stuck(edges: dict[Standing, set[Standing]]) -> list[Standing]:
    """Return the standings from which no run is ever posted while roles stay as they are."""
    before: dict[Standing, set[Standing]] = {}
    for standing, afters in edges.items():
        for after in afters:
            before.setdefault(after, set()).add(standing)
    done = {one for one in edges if one.phase in ENDED}
    waiting = deque(done)
    while waiting:
        for earlier in before.get(waiting.popleft(), set()) - done:
            done.add(earlier)
            waiting.append(earlier)
    return [one for one in edges if one not in done]


def can_complete(world: World, around: Around) -> bool:
    """Say whether there are people enough: by the rule as it is told, not by the machine."""
    held = {
        role: {by for by, roles in zip(world.people, around.roles, strict=True) if role in roles} for role in EVERYTHING
    }
    for preparer, approver, poster in product(held["preparer"], held["approver"], held["poster"] | held["approver"]):
        if preparer in {approver, poster}:
            continue
        if world.profile != "separate" or not world.open_lines:
            return True
        if held["reviewer"] - {preparer, approver}:
            return True
    alone = world.profile == "one_person" and len(held["approver"]) <= 1
    return alone and any(
        held["approver"] <= {one} and (one in held["poster"] | held["approver"]) for one in held["preparer"]
    )
