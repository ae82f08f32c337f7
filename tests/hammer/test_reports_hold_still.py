"""A report says what was known, and says the same again: though others post before, while and after it is asked."""

from datetime import date
from typing import Any

import pytest

from tests.company import Company, found
from tests.hammer.crew import Writer, at_once, crew
from tests.hammer.invariants import require_sound

WRITERS = 6
POSTS = 12
REPORTS = 6
ITEMS = 3
ON = date(2026, 1, 20)


@pytest.fixture
def company(store) -> Company:
    made = found("MAPLE", months=2)
    codes = [f"ITEM-{n}" for n in range(ITEMS)]
    made.items(*codes)
    made.moves(*((f"PO-{code}", 1, code, "vendor", "Main", "receipt", 100, 500, date(2026, 1, 2)) for code in codes))
    made.prices(*((f"PL-{code}", 1, code, "price_list", 4, date(2026, 1, 2)) for code in codes))
    made.write_down(date(2026, 1, 10))
    return made


def test_what_a_report_said_it_says_again(store, company):
    """Each report is asked as of now; then again as known when it was asked, when all the writers have ended."""
    with crew(store, WRITERS + 1) as (*writers, reporter):

        def work(writer: Writer) -> list[Any]:
            if writer is reporter:
                return [
                    {name: writer.ask(name, company.ben, entity=company.entity, as_of=ON).response
                     for name in ("cost", "statements")}
                    for _ in range(REPORTS)
                ]  # fmt: skip
            return [
                writer.ask("record-move", company.ada, entity=company.entity, document=f"D-{writer.number}-{nth}",
                           item=f"ITEM-{(nth + writer.number) % ITEMS}", from_location="Main", to_location="customer",
                           reason="sale", quantity="1", effective_on=ON)
                for nth in range(POSTS)
            ]  # fmt: skip

        *posted, said = at_once([*writers, reporter], work)
    assert [answer for of_one in posted for answer in of_one if answer.code or answer.failure] == []
    assert len(said) == REPORTS
    for report in said:
        for name, response in report.items():
            assert company.do(name, company.ben, as_of=ON, known_seq=response.known_seq) == response
        cost, booked = report["cost"], company.balances(ON, report["cost"].known_seq)
        assert (cost.value_minor, -cost.allowance_minor) == (booked["1200"], booked["1290"])
    left = company.do("cost", company.ben, as_of=ON).quantity_micro
    assert left == (ITEMS * 100 - WRITERS * POSTS) * 1_000_000
    require_sound(store)
