"""Kits that hold kits, at random: what comes apart is what a sum over all ways down says, and what comes back is what went."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.recording.kits import Line, Part, apart, can_be_made, come_back, contents_on

MICRO = 1_000_000
KITS, ITEMS = range(1, 5), range(5, 9)
DAY = date(2026, 1, 1)


@st.composite
def contents(draw) -> dict[int, dict[int, int]]:
    """Draw kits, each of items and of kits with a higher number: so none is in itself."""
    return {
        kit: draw(st.dictionaries(st.sampled_from(list(ITEMS)), st.integers(1, 5 * MICRO), min_size=1))
        | draw(st.dictionaries(st.sampled_from(range(kit + 1, 5)), st.integers(1, 4).map(lambda n: n * MICRO)) if kit < 4 else st.just({}))
        for kit in KITS
    }  # fmt: skip


def by_ways_down(held: dict[int, dict[int, int]], kit: int, item: int) -> int:
    """Add up how much of an item is in a kit by every way down to it, each by itself."""
    return sum(
        quantity if part == item else quantity // MICRO * by_ways_down(held, part, item)
        for part, quantity in held.get(kit, {}).items()
    )


@given(contents())
def test_a_kit_comes_apart_into_what_every_way_down_adds_up_to(held):
    found = apart(held)
    assert set(found) == set(KITS)
    for kit in KITS:
        assert found[kit] == {item: much for item in ITEMS if (much := by_ways_down(held, kit, item))}


@given(contents(), st.dictionaries(st.sampled_from(list(ITEMS)), st.integers(0, 10**9)))
def test_as_many_can_be_made_as_every_component_allows_and_one_allows_no_more(held, free):
    needs = apart(held)[1]
    kits, binds = can_be_made(needs=needs, free=free)
    assert all(kits * need <= free.get(item, 0) for item, need in needs.items())
    assert (kits + 1) * needs[binds] > free.get(binds, 0)


@given(contents(), st.integers(1, 9), st.data())
def test_what_comes_back_part_by_part_is_what_left(held, kits, data):
    """A component left in one move or two, of no lot; returns of some kits at a time bring back all of it, and not a millionth more."""
    parts = []
    for item, need in apart(held)[1].items():
        first = data.draw(st.integers(0, need * kits))
        parts += [Part(document="S", line=f"1.{item}.{place}", item=str(item), lot="", quantity_micro=quantity, returned_micro=0)
                  for place, quantity in enumerate((first, need * kits - first)) if quantity]  # fmt: skip
    left = kits
    while left:
        some = data.draw(st.integers(1, left))
        back = {
            part.line: quantity
            for part, quantity in come_back(parts, sold_micro=kits * MICRO, wanted_micro=some * MICRO)
        }
        for item, need in apart(held)[1].items():
            assert sum(back.get(part.line, 0) for part in parts if part.item == str(item)) == need * some
        parts = [Part(document="S", line=part.line, item=part.item, lot="", quantity_micro=part.quantity_micro,
                      returned_micro=part.returned_micro + back.get(part.line, 0)) for part in parts]  # fmt: skip
        left -= some
    assert all(part.out_micro == 0 for part in parts)


@given(contents(), contents(), st.integers(1, 400))
def test_a_definition_holds_from_its_day_until_the_next(first, second, later):
    since = date.fromordinal(DAY.toordinal() + later)
    lines = [Line(kit=kit, component=part, quantity_micro=quantity, valid_from=day)
             for held, day in ((first, DAY), (second, since)) for kit, parts in held.items() for part, quantity in parts.items()]  # fmt: skip
    before = date.fromordinal(since.toordinal() - 1)
    assert contents_on(lines, before) == first
    assert contents_on(lines, since) == second
    assert contents_on(lines, date.fromordinal(DAY.toordinal() - 1)) == {}
