"""Random ways of a run through the services, step by step beside the machine that says what becomes of it.

Three people of one company try what they like: propose, review, approve, return, post, each with whatever roles they hold
at that moment; roles are given and taken, lent and taken back; evidence comes that changes a proposal, or does not. At
every step the services do what `take_step` says, with the same reasons, and afterwards the run is where it says.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.approval import Event, Refused, Standing, take_step
from lowmark.core.write_downs.approval_people import Delegation, People, StepUp
from lowmark.services import people
from tests.company import Company, actor, do, found
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.store.proofs import proof

PATHS = int(os.environ.get("LOWMARK_PATHS", "500" if "LOWMARK_SOAK" in os.environ else "3"))
STEPS = 20
SEED = int(os.environ.get("LOWMARK_SEED", "60"))
AS_OF = date(2026, 1, 31)
ROLES = ("preparer", "reviewer", "approver", "poster")
SETS = ((), ("preparer",), ("reviewer",), ("reviewer", "approver", "poster"), ROLES)
ALWAYS = date(2020, 1, 1), date(2060, 1, 1)


@dataclass
class Path:
    """One company, and what the model knows of it."""

    company: Company
    chance: random.Random
    names: tuple[str, ...]
    roles: dict[str, set[str]] = field(default_factory=dict)
    lent: set[tuple[str, str, str]] = field(default_factory=set)
    profile: str = "small"
    run: Any = None
    standing: Standing | None = None
    price: int = 60
    taken: int = 0
    refused: int = 0

    def number(self, name: str) -> int:
        """Return a person's number."""
        found_ = people.user_id(name)
        assert found_ is not None
        return found_

    def people(self) -> People:
        """Return the people as the machine takes them."""
        return People(
            roles={self.number(name): frozenset(held) for name, held in self.roles.items()}, profile=self.profile,  # type: ignore[arg-type]
            delegations=[Delegation(from_user=self.number(a), to_user=self.number(b), role=r) for a, b, r in sorted(self.lent)],
        )  # fmt: skip

    def somebody(self, *roles: str) -> str:
        """Return somebody, more often than not one who may."""
        able = [name for name in self.names if self.may(name, *roles)]
        return self.chance.choice(able if able and self.chance.random() < 0.7 else self.names)

    def may(self, name: str, *roles: str) -> bool:
        """Say whether the door lets somebody in: a role held, or lent by who holds it."""
        lent = {role for a, b, role in self.lent if b == name and role in self.roles[a]}
        return bool((self.roles[name] | lent) & set(roles))


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[Store]:
    with fresh_store(request.param) as opened:
        yield opened


def begin(nth: int) -> Path:
    """Found a company with three lines to propose: 40, 30 and 5 of write-down at the first prices."""
    mark = f"-{nth}"
    made = found(f"P{nth}", months=2, mark=mark)
    made.items("A", "B", "C")
    made.moves(*((f"PO-{item}", 1, item, "vendor", "Main", "receipt", 10, 100, date(2026, 1, 2)) for item in "ABC"))
    made.prices(
        *(
            (f"L-{item}", 1, item, "price_list", price, date(2026, 1, 20))
            for item, price in zip("ABC", (6, 7, 9), strict=True)
        )
    )
    chance = random.Random(SEED * 1000 + nth)
    path = Path(made, chance, (made.ada, made.ben, f"cyd{mark}"))
    path.profile = chance.choice(("small", "small", "separate", "one_person"))
    made.do("set-approval-rule", made.root, profile=path.profile, auto_accept="10.00", valid_from=date(2026, 1, 1))
    path.roles = {
        made.ada: {"warehouse", "planner", "preparer"},
        made.ben: {"reviewer", "approver", "poster", "policy_owner", "auditor"},
    }
    path.roles[path.names[2]] = set()
    made.do("grant", made.root, user=path.names[2], role="auditor")
    path.roles[path.names[2]].add("auditor")
    return path


def step(path: Path) -> None:
    """Let somebody try something."""
    path.chance.choice((change_roles, lend, evidence, propose, review, review, decide, decide, decide, post, post))(
        path
    )


def change_roles(path: Path) -> None:
    """Give somebody another set of roles."""
    name, wanted = path.chance.choice(path.names), set(path.chance.choice(SETS))
    for role in ROLES:
        if (role in path.roles[name]) != (role in wanted):
            path.company.do("grant", path.company.root, user=name, role=role, granted=role in wanted)
            path.roles[name] ^= {role}


def lend(path: Path) -> None:
    """Lend a role, or take it back."""
    lender, borrower = path.chance.sample(path.names, 2)
    role = path.chance.choice(("reviewer", "approver"))
    back = (lender, borrower, role) in path.lent
    told = attempt(
        path, "delegate", lender, to=borrower, role=role, starts_on=ALWAYS[0], ends_on=ALWAYS[1], take_back=back
    )
    assert told in {"", "not_granted", "refused"} and (told == "") == (role in path.roles[lender])
    if not told:
        path.lent ^= {(lender, borrower, role)}


def evidence(path: Path) -> None:
    """Bring a price that changes the first line, or one of a day after the run's that changes nothing."""
    changes = path.chance.random() < 0.5
    path.price -= 1
    on = AS_OF - timedelta(days=1) if changes else AS_OF + timedelta(days=9)
    maker = next(iter([name for name in path.names if path.roles[name] & {"warehouse", "planner"}]))
    do("import", maker, entity=path.company.entity, table="price_evidence", file=_file(path, on))
    if changes and path.standing is not None:
        path.standing = told_by(
            take_step(standing=path.standing, event=Event(step="fact", changes=True), people=path.people())
        )


def _file(path: Path, on: date) -> Any:
    from lowmark.services.operation import File
    from tests.company import PRICES, csv

    row = (f"N-{path.price}", 1, "A", "price_list", path.price / 10, on)
    return File(f"{path.price}.csv", csv(PRICES, [row]))


def propose(path: Path) -> None:
    """Propose anew, which supersedes what waits."""
    if path.standing is not None and path.standing.phase in {"posted", "posted_unapproved"}:
        return
    name = path.somebody("preparer")
    if "preparer" not in path.roles[name]:
        assert attempt(path, "propose", name, as_of=AS_OF) == "not_granted"
        return
    path.run = path.company.do("propose", name, as_of=AS_OF)
    shown = path.company.do("show-run", path.names[2], run=path.run.run)
    amounts = [abs(line.change_minor) for line in shown.lines]
    path.standing = Standing(
        phase="proposed", prepared_by=path.number(name), run_hash=bytes.fromhex(path.run.run_hash), amount_minor=sum(amounts),
        open_lines=frozenset(n for n, amount in enumerate(amounts) if amount > 10_00),
    )  # fmt: skip


def review(path: Path) -> None:
    """Accept every open line, or send the run back."""
    if path.standing is None:
        return
    name, back = path.somebody("reviewer"), path.chance.random() < 0.15
    event = Event(step="send_back" if back else "accept", by=path.number(name), shown_hash=path.standing.run_hash)
    asked = {"run": path.run.run, "run_hash": path.run.run_hash, "decision": "returned" if back else "accepted"}
    compare(path, event, name, ("reviewer",), "review", **asked)


def decide(path: Path) -> None:
    """Approve or return, on a proof of one's own, on somebody else's, or on none."""
    if path.standing is None:
        return
    name, step_ = path.somebody("approver"), path.chance.choice(("approve", "approve", "return"))
    of = path.chance.choice((name, name, name, path.names[0], ""))
    asked = {
        "run": path.run.run,
        "run_hash": path.run.run_hash,
        "decision": {"approve": "approved"}.get(step_, "returned"),
    }
    if not of:
        told = attempt(path, "approve", name, **asked)
        assert told == ("step_up_required" if path.may(name, "approver") else "not_granted")
        return
    number = proof(path.company.entity, path.number(of), path.standing.run_hash)
    mine = StepUp(user_id=path.number(of), bound_hash=path.standing.run_hash, expires_at=1)
    event = Event(step=step_, by=path.number(name), shown_hash=path.standing.run_hash, step_up=mine, at=0)  # type: ignore[arg-type]
    compare(path, event, name, ("approver",), "approve", step_up_id=number, **asked)


def post(path: Path) -> None:
    """Post."""
    if path.standing is not None:
        name = path.somebody("poster", "approver")
        compare(path, Event(step="post", by=path.number(name)), name, ("poster", "approver"), "post", run=path.run.run)


def compare(path: Path, event: Event, name: str, roles: tuple[str, ...], operation: str, **asked: Any) -> None:
    """Do a step both ways."""
    assert path.standing is not None
    told, reasons = attempt(path, operation, name, **asked), ()
    if not path.may(name, *roles):
        assert told == "not_granted", told
        return
    taken = take_step(standing=path.standing, event=event, people=path.people())
    if isinstance(taken, Refused):
        reasons = tuple(reason.code for reason in taken.reasons)
        assert told in {"refused", "stale"} and path_reasons(path) == reasons, (told, path_reasons(path), reasons)
        path.refused += 1
    else:
        assert told == "", (told, path_reasons(path), event, path.standing)
        path.standing = taken
        path.taken += 1


_LAST: dict[int, tuple[str, ...]] = {}


def attempt(path: Path, operation: str, name: str, *, step_up_id: int | None = None, **asked: Any) -> str:
    """Try an operation; return the code of what was against it."""
    _LAST[id(path)] = ()
    try:
        do(operation, actor(name, step_up_id=step_up_id), entity=path.company.entity, **asked)
    except Problem as problem:
        _LAST[id(path)] = tuple(problem.where.get("reasons", ()))
        return problem.code
    return ""


def path_reasons(path: Path) -> tuple[str, ...]:
    """Return the reasons of the last refusal."""
    return _LAST[id(path)]


def told_by(taken: Standing | Refused) -> Standing:
    """Return a standing that cannot be refused."""
    assert isinstance(taken, Standing)
    return taken


def test_the_services_go_where_the_machine_says(store):
    taken = refused = 0
    phases: dict[str, int] = {}
    for nth in range(PATHS):
        path = begin(nth)
        for _ in range(STEPS):
            step(path)
        if path.standing is not None:
            shown = path.company.do("show-run", path.names[2], run=path.run.run)
            assert shown.state == path.standing.phase, (nth, shown.state, path.standing)
            phases[path.standing.phase] = phases.get(path.standing.phase, 0) + 1
        taken, refused = taken + path.taken, refused + path.refused
    print(f"{store.engine}: {PATHS} paths from seed {SEED}, {taken} steps taken, {refused} refused, ended {phases}")
    assert taken and refused
