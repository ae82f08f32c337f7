"""Entries are posted while others export them: each goes out once, and none is passed over."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from tests.company import Company, found
from tests.hammer.crew import Writer, at_once, crew
from tests.outside import post

WRITERS = 4
ROUNDS = 8
LAST = date(2026, 2, 28)


@pytest.fixture
def company(store) -> Company:
    made = found("MAPLE", months=2)
    post(made, date(2026, 1, 1), {"1200": 100, "2100": -100})
    return made


def numbers(content: str) -> list[str]:
    return [row["number"] for row in csv.DictReader(io.StringIO(content)) if row["debit"]]


def test_each_entry_goes_out_once(store, company):
    """Half of the writers record purchases of one item, half export, each up to days of its own."""
    company.items("TENT")
    with crew(store, WRITERS) as writers:

        def work(writer: Writer) -> list[Any]:
            if writer.number % 2:
                return [
                    writer.ask("export-entries", company.ben, entity=company.entity,
                               up_to=date(2026, 1 + nth % 2, 1 + writer.number + nth))
                    for nth in range(ROUNDS)
                ]  # fmt: skip
            return [
                writer.ask("record-move", company.ada, entity=company.entity, document=f"D-{writer.number}-{nth}",
                           item="TENT", from_location="vendor", to_location="Main", reason="receipt", quantity="1",
                           value="5.00", effective_on=date(2026, 1, 10))
                for nth in range(ROUNDS)
            ]  # fmt: skip

        answers = [answer for of_one in at_once(writers, work) for answer in of_one]
    assert [answer for answer in answers if answer.code or answer.failure] == []
    last = company.do("export-entries", company.ben, up_to=LAST)
    files = [answer.response.content for answer in answers if hasattr(answer.response, "content")] + [last.content]
    out = [number for content in files for number in numbers(content)]
    assert sorted(out) == sorted(f"stock/2026/{n}" for n in range(1, 2 + WRITERS // 2 * ROUNDS))
