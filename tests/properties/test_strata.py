"""Strata against a warehouse of single units: each one knows where it lies and since when, and the oldest goes first."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.recording.strata import OUTSIDE, Moved, laid, owed_micro

PLACES = (OUTSIDE, 1, 2, 3)
ITEM = 7


@st.composite
def histories(draw) -> list[Moved]:
    """Moves of one item among three places, some of more than there is."""
    moves, day = [], 100
    for _ in range(draw(st.integers(1, 25))):
        day += draw(st.integers(0, 3))
        source, target = draw(st.sampled_from(PLACES)), draw(st.sampled_from(PLACES))
        if source == target == OUTSIDE:
            continue
        owner, to_owner = "", draw(st.sampled_from(("", "ACME"))) if source == target else ""
        moves.append(Moved(ITEM, "", source, target, owner, to_owner, draw(st.integers(1, 9)), day))
    return moves


def unit_by_unit(moves: list[Moved]) -> Counter[tuple[int, str, int]] | None:
    """Return how many units lie where, whose and since when; none where a place gave out what it did not have."""
    units: list[tuple[int, int, str]] = []
    for move in moves:
        for _ in range(move.quantity_micro):
            since = move.received_on
            if move.from_place != OUTSIDE:
                here = sorted(unit for unit in units if unit[1:] == (move.from_place, move.owner))
                if not here:
                    return None
                units.remove(here[0])
                since = here[0][0]
            if move.to_place != OUTSIDE:
                units.append((since, move.to_place, move.to_owner))
                if move.from_place == move.to_place and move.owner == move.to_owner:
                    continue
    return Counter((place, owner, since) for since, place, owner in units)


def by_strata(moves: list[Moved]) -> Counter[tuple[int, str, int]]:
    found: Counter[tuple[int, str, int]] = Counter()
    for (place, _, _, owner), days in laid(moves).items():
        found.update({(place, owner, since): quantity for since, quantity in days.items()})
    return found


@given(histories())
def test_strata_are_the_units_that_lie_there(moves):
    expected = unit_by_unit(moves)
    if expected is not None:
        assert by_strata(moves) == expected


@given(histories())
def test_every_place_has_what_came_less_what_went(moves):
    held: Counter[tuple[int, str]] = Counter()
    for move in moves:
        held[move.from_place, move.owner] -= move.quantity_micro
        held[move.to_place, move.to_owner] += move.quantity_micro
    strata = laid(moves)
    there: Counter[tuple[int, str]] = Counter()
    for (place, _, _, owner), days in strata.items():
        assert days and 0 not in days.values()
        assert all(quantity > 0 for quantity in days.values()) or all(quantity < 0 for quantity in days.values())
        there[place, owner] += sum(days.values())
        assert owed_micro(days) == max(0, -sum(days.values()))
    assert {key: n for key, n in there.items() if n} == {key: n for key, n in held.items() if n and key[0] != OUTSIDE}


@given(histories(), st.integers(0, 25))
def test_laying_on_is_laying_all(moves, cut):
    """Where nothing is owed, what is kept in between changes nothing."""
    first = laid(moves[:cut])
    if not any(owed_micro(days) for days in first.values()):
        assert laid(moves[cut:], first) == laid(moves)


def test_a_receipt_keeps_its_day_through_five_hops():
    hops = [Moved(ITEM, "L", here, here + 1, "", "", 10, 101 + here) for here in range(1, 6)]
    assert laid([Moved(ITEM, "L", OUTSIDE, 1, "", "", 10, 100), *hops]) == {(6, ITEM, "L", ""): {100: 10}}
