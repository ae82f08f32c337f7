"""A warehouse worked at random through the services, against a dictionary: quantities by item, lot, place and owner.

The dictionary knows nothing of cost, age or locks; a service that says yes where it says no, or the other way round, or
that leaves something else lying there, is found with the shortest work that shows it.
"""

import os
from collections import Counter
from datetime import date
from itertools import count
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.hammer.invariants import require_sound, strata_are_what_the_moves_left
from tests.verify.life import faults

SOAK = bool(os.environ.get("LOWMARK_SOAK"))
EXAMPLES, STEPS = (60, 60) if SOAK else (3, 14)
ON, EARLIER = date(2026, 3, 15), date(2026, 2, 1)
HERE = ("Main", "Main/Bin", "Truck")
GOODS = (("ROPE", ""), ("VIAL", "A"), ("VIAL", "B"), ("PHONE", "SN-1"), ("PHONE", "SN-2"))
TRACKING = {"ROPE": "none", "VIAL": "lot", "PHONE": "serial"}
OWNERS = ("", "ACME")
_NUMBERS = count(1)

goods, places, owners = st.sampled_from(GOODS), st.sampled_from(HERE), st.sampled_from(OWNERS)
amounts = st.integers(1, 6)


class Warehouse(RuleBasedStateMachine):
    """One company, and the dictionary of what is in it."""

    made: ClassVar[list[Company]] = []

    def __init__(self) -> None:
        super().__init__()
        number = next(_NUMBERS)
        self.company = found(f"S{number}", mark=f"-s{number}", months=3)
        self.made.append(self.company)
        self.company.bring("items", [(item, item, "merchandise", tracking) for item, tracking in TRACKING.items()],
                           ("item", "name", "item_class", "tracking"))  # fmt: skip
        for place in HERE:
            self.company.do("add-place", self.company.ada, location=place)
        self.there: Counter[tuple[str, str, str, str]] = Counter()
        self.held: set[tuple[str, str]] = set()
        self.documents = 0

    def ask(self, operation: str, *, allowed: bool, **fields: Any) -> bool:
        """Ask, and hold the answer against what the dictionary says of it."""
        self.documents += 1
        code = self.told(operation, document=f"D-{self.documents}", **fields)
        assert code in {"", "short", "refused", "not_found"}, code
        assert allowed == (not code), (operation, fields, code)
        return allowed

    def told(self, operation: str, **fields: Any) -> str:
        """Return the code of a refusal, or nothing."""
        try:
            self.company.do(operation, self.company.ada, **fields)
        except Problem as problem:
            return problem.code
        return ""

    def named(self, what: tuple[str, str], amount: int, owner: str) -> tuple[dict[str, Any], int]:
        amount = 1 if TRACKING[what[0]] == "serial" else amount
        return {"item": what[0], "lot": what[1], "quantity": str(amount), "owner": owner}, amount

    def total(self, what: tuple[str, str]) -> int:
        return sum(n for key, n in self.there.items() if key[:2] == what)

    @rule(what=goods, place=places, owner=owners, amount=amounts, late=st.booleans())
    def receive(self, what: tuple[str, str], place: str, owner: str, amount: int, late: bool) -> None:
        fields, amount = self.named(what, amount, owner)
        allowed = TRACKING[what[0]] != "serial" or not self.total(what)
        late &= TRACKING[what[0]] != "serial"
        if self.ask("receive", allowed=allowed, location=place, value="" if owner else f"{amount}.37",
                    received_on=EARLIER if late else ON, **fields):  # fmt: skip
            self.there[*what, place, owner] += amount

    @rule(what=goods, place=places, owner=owners, amount=amounts)
    def issue(self, what: tuple[str, str], place: str, owner: str, amount: int) -> None:
        fields, amount = self.named(what, amount, owner)
        free = owner != "" or not self.held & {what, (what[0], "")}
        allowed = free and self.there[*what, place, owner] >= amount
        if self.ask("issue", allowed=allowed, location=place, issued_on=ON, **fields):
            self.there[*what, place, owner] -= amount

    @rule(what=goods, source=places, goal=places, owner=owners, amount=amounts)
    def transfer(self, what: tuple[str, str], source: str, goal: str, owner: str, amount: int) -> None:
        if source == goal:
            return
        fields, amount = self.named(what, amount, owner)
        allowed = self.there[*what, source, owner] >= amount
        if self.ask("transfer", allowed=allowed, from_location=source, to_location=goal, moved_on=ON, **fields):
            self.there[*what, source, owner] -= amount
            self.there[*what, goal, owner] += amount

    @rule(what=goods, place=places, amount=amounts)
    def damage(self, what: tuple[str, str], place: str, amount: int) -> None:
        fields, amount = self.named(what, amount, "")
        allowed = self.there[*what, place, ""] >= amount
        if self.ask("transfer", allowed=allowed, from_location=place, to_location="damaged", moved_on=ON, **fields):
            self.there[*what, place, ""] -= amount
            self.there[*what, "damaged", ""] += amount

    @rule(what=goods, place=places, amount=amounts)
    def count_less(self, what: tuple[str, str], place: str, amount: int) -> None:
        fields, amount = self.named(what, amount, "")
        allowed = self.there[*what, place, ""] >= amount
        fields["quantity"] = f"-{amount}"
        if self.ask("adjust", allowed=allowed, location=place, reason="count", adjusted_on=ON, **fields):
            self.there[*what, place, ""] -= amount

    @rule(what=goods, place=places, amount=amounts)
    def title_passes(self, what: tuple[str, str], place: str, amount: int) -> None:
        fields, amount = self.named(what, amount, "")
        del fields["owner"]
        allowed = self.there[*what, place, "ACME"] >= amount
        if self.ask("transfer-title", allowed=allowed, location=place, from_owner="ACME", to_owner="", value="5",
                    passed_on=ON, **fields):  # fmt: skip
            self.there[*what, place, "ACME"] -= amount
            self.there[*what, place, ""] += amount

    @rule(what=goods)
    def hold(self, what: tuple[str, str]) -> None:
        code = self.told(
            "hold", document=f"QA-{'-'.join(what)}", item=what[0], lots=what[1], because="A doubt", held_on=ON
        )
        assert code in {"", "not_found"}
        if not code:
            self.held.add(what)

    @rule(what=goods)
    def release(self, what: tuple[str, str]) -> None:
        if what in self.held:
            self.company.do(
                "release", self.company.ada, document=f"QA-{'-'.join(what)}", because="Sound", released_on=ON
            )
            self.held.discard(what)

    @invariant()
    def what_lies_there_is_what_the_dictionary_says(self) -> None:
        lines = self.company.do("positions", self.company.ada, as_of=ON).lines
        there: Counter[tuple[str, str, str, str]] = Counter()
        for line in lines:
            there[line.item, line.lot, line.location, line.owner] += line.quantity_micro // 10**6
        assert there == {key: n for key, n in self.there.items() if n}


@pytest.mark.parametrize("engine", ENGINES)
def test_random_work_leaves_what_a_dictionary_says(engine):
    with fresh_store(engine) as store:
        run_state_machine_as_test(Warehouse, settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck),
            derandomize=not SOAK, database=None,
        ))  # fmt: skip
        require_sound(store)
        strata_are_what_the_moves_left(store)
        assert faults() == []
