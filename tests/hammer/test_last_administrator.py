"""The last administrator stays: alone, and where the last two go at the same moment.

ROOT and BEN administer. Each takes the other's role away; or one takes the role while the operator shuts the other out: one of
the two is done, the other refused, and somebody administers after every round.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import OPERATOR, Company, do, found
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.hammer.crew import Writer, at_once, crew
from tests.hammer.invariants import require_sound

ROUNDS = 300 if "LOWMARK_SOAK" in os.environ else 4
_NUMBERS = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def hall(request) -> Iterator[tuple[Store, Sequence[Writer]]]:
    with fresh_store(request.param) as store, crew(store, 2) as writers:
        yield store, writers


def company() -> Company:
    """A company whose people are its own, and two of whom administer."""
    number = next(_NUMBERS)
    made = found(f"L{number}", mark=f"-{number}")
    made.do("grant", made.root, user=made.ben, role="administrator")
    return made


def administrators(made: Company) -> set[str]:
    lines = made.do("access-review", made.ben).lines
    return {line.user for line in lines if line.role == "administrator" and line.is_active}


def test_the_last_is_neither_demoted_nor_shut_out(hall):
    made = company()
    made.do("grant", made.root, user=made.ben, role="administrator", granted=False)
    for ask in (lambda: made.do("grant", made.root, user=made.root, role="administrator", granted=False),
                lambda: do("deactivate-user", OPERATOR, user=made.root)):  # fmt: skip
        with pytest.raises(Problem, match=f"{made.root} is the last active administrator of {made.entity}") as told:
            ask()
        assert told.value.code == "refused" and "grant somebody else" in told.value.hint
    assert administrators(made) == {made.root}


def test_whoever_cannot_sign_in_does_not_count(hall):
    made = company()
    do("deactivate-user", OPERATOR, user=made.ben)
    with pytest.raises(Problem, match="last active administrator"):
        made.do("grant", made.root, user=made.root, role="administrator", granted=False)
    do("deactivate-user", OPERATOR, user=made.ben, active=True)
    assert "administrator" not in made.do("grant", made.root, user=made.root, role="administrator", granted=False).roles


def test_every_entity_is_named_at_once(hall):
    one, two = company(), company()
    two.do("grant", two.ben, user=one.root, role="administrator")
    for made in (one, two):
        made.do("grant", one.root, user=made.ben, role="administrator", granted=False)
    two.do("grant", one.root, user=two.root, role="administrator", granted=False)
    with pytest.raises(Problem) as told:
        do("deactivate-user", OPERATOR, user=one.root)
    assert told.value.where["entities"] == tuple(sorted((one.entity, two.entity)))


def test_the_last_of_the_installation_stays(hall):
    from lowmark.store.people.models import User

    name = f"over-all-{next(_NUMBERS)}"
    User.objects.create_superuser(name)
    with pytest.raises(Problem, match="of this installation"):
        do("deactivate-user", OPERATOR, user=name)
    User.objects.create_superuser(f"{name}-too")
    assert not do("deactivate-user", OPERATOR, user=name).active
    User.objects.filter(username=f"{name}-too").update(is_superuser=False)


@pytest.mark.parametrize("way", ["both demoted", "one shut out"])
def test_of_the_last_two_one_stays(hall, way):
    store, writers = hall
    told: dict[str, int] = {}
    made = company()
    for _ in range(ROUNDS):
        root, ben = made.root, made.ben
        answers = at_once(writers, lambda w, a=root, b=ben: (
            w.ask("grant", (a, b)[w.number], entity=made.entity, user=(b, a)[w.number], role="administrator", granted=False)
            if w.number == 0 or way == "both demoted" else _shut_out(w, a)
        ))  # fmt: skip
        assert [one.failure for one in answers if one.failure] == []
        codes = "/".join(sorted(one.code or "done" for one in answers))
        told[codes] = told.get(codes, 0) + 1
        left = administrators(made)
        assert len(left) == 1, codes
        (stays,) = left
        gone = ben if stays == root else root
        do("deactivate-user", OPERATOR, user=gone, active=True)
        made.do("grant", stays, user=gone, role="administrator")
    print(f"{store.engine}: {ROUNDS} rounds, {way}: {told}")
    assert set(told) <= {"done/refused", "done/not_granted", "done/not_signed_in"}
    require_sound(store)


def _shut_out(writer: Writer, user: str):
    """Let the operator shut somebody out, through the same process as the others."""
    return writer.ask("deactivate-user", "operator", user=user)
