"""No page sends more statements because there is more stock: the same count with thrice the positions and moves."""

import pytest

from benchmarks import pages
from tests.fresh_store import fresh_store

FEW, MANY = (8, 24), (24, 72)
"""Positions and moves."""


def counted(positions: int, moves: int) -> dict[str, int]:
    with fresh_store("sqlite"):
        built = pages.build(positions=positions, moves=moves)
        return {
            name: max(one.statements for one in pages.measure(pages.signed_in(built, name), draw, 1))
            for name, draw in pages.pages(built).items()
        }


@pytest.fixture(scope="module")
def few():
    return counted(*FEW)


def test_no_page_asks_more_because_there_is_more(few):
    many = counted(*MANY)
    assert {name: count for name, count in many.items() if count > few[name]} == {}
