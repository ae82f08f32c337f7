"""Life-cycle status, dated, and substitutes: TENT is superseded by TENT-2 from 1 May, and TARP may stand in for it.

There are 5 tents, 4 of TENT-2 and 9 tarps; 12 are wanted on 1 June: 5 tents, and for the 7 that are lacking 4 of TENT-2 or 7 tarps.
Superseded goods keep 60 % of their cost by the rule of this entity: 20.00 of the 50.00 that five tents cost is written down in June,
and nothing in April, before the day.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from tests.company import Company, csv, found
from tests.fresh_store import ENGINES, fresh_store

JUNE = date(2026, 6, 1)


@pytest.fixture(scope="module", params=ENGINES)
def company(request) -> Iterator[Company]:
    """A company in which all of this has been said; nothing is recorded after that."""
    with fresh_store(request.param):
        made = found("MAPLE")
        made.items("TENT", "TENT-2", "TARP")
        for nth, (item, quantity, value) in enumerate((("TENT", 5, "50"), ("TENT-2", 4, "80"), ("TARP", 9, "9"))):
            made.record(f"GR-{nth}", item, quantity, date(2026, 1, 5), value=value)
        made.do(
            "set-status",
            made.ada,
            item="TENT",
            status="superseded",
            superseded_by="TENT-2",
            valid_from=date(2026, 5, 1),
        )
        made.do("set-substitute", made.ada, item="TENT", substitute="TARP", rank=2)
        yield made


def test_a_pick_that_is_short_offers_what_may_be_given_instead(company: Company):
    found_ = company.do("pick", company.ada, item="TENT", quantity="12", picked_on=JUNE)
    assert (found_.status, found_.short_micro) == ("superseded", 7_000_000)
    assert [(one.item, one.why, one.rank, one.free_micro) for one in found_.substitutes] == [
        ("TENT-2", "supersedes", 0, 4_000_000), ("TARP", "substitute", 2, 7_000_000),
    ]  # fmt: skip
    before = company.do("pick", company.ada, item="TENT", quantity="12", picked_on=date(2026, 4, 1))
    assert (before.status, [one.item for one in before.substitutes]) == ("", ["TARP"])
    assert company.do("pick", company.ada, item="TENT", quantity="5", picked_on=JUNE).substitutes == ()


def test_a_test_of_stock_goes_by_the_status_of_its_day(company: Company):
    company.do("set-policy", company.ben, path="inventories/rules/discontinued", valid_from=date(2026, 1, 1), because="As practised",
               value='{"rank": 50, "override": "What is superseded sells at a discount", "factors": {"superseded": "60 %"}}')  # fmt: skip
    required = {}
    for on in (date(2026, 4, 30), date(2026, 6, 30)):
        shown = company.do("assess", company.ben, as_of=on)
        required[on.month] = {line.item: line.required_minor for line in shown.lines if line.required_minor}
    assert required == {4: {}, 6: {"TENT": 20_00}}


def test_demand_is_handed_on_from_the_day(company: Company):
    assert company.do("replenish", company.ada, as_of=JUNE, item="TENT").lines[0].suggested_micro == 0


def test_what_cannot_be_said_is_refused(company: Company):
    for operation, fields, code in (
        ("set-status", {"item": "TARP", "status": "superseded", "valid_from": JUNE}, "bad_request"),
        ("set-status", {"item": "TARP", "status": "superseded", "superseded_by": "TARP", "valid_from": JUNE}, "bad_request"),
        ("set-status", {"item": "TARP", "status": "gone", "valid_from": JUNE}, "bad_request"),
        ("set-status", {"item": "NONE", "status": "active", "valid_from": JUNE}, "not_found"),
        ("set-substitute", {"item": "TARP", "substitute": "TARP"}, "bad_request"),
        ("set-substitute", {"item": "TARP", "substitute": "NONE"}, "not_found"),
    ):  # fmt: skip
        with pytest.raises(Problem) as refused:
            company.do(operation, company.ada, **fields)
        assert refused.value.code == code, (operation, fields)


def test_files_say_both_as_the_desk_does(company: Company):
    birch = found("BIRCH")
    birch.items("TENT", "TENT-2", "TARP")
    statuses = ("item", "status", "superseded_by", "valid_from")
    refused = birch.do("import", birch.ada, table="item_statuses", file=File("bad.csv", csv(statuses, [
        ("TENT", "superseded", "", "2026-05-01"), ("TENT-2", "superseded", "TENT-2", "2026-05-01"),
    ])))  # fmt: skip
    assert [(one.row, one.column, one.code) for one in refused.problems] == [
        (2, "superseded_by", "half_given"), (3, "superseded_by", "half_given"),
    ]  # fmt: skip
    rows = [("TENT", "superseded", "GONE", "2026-05-01"), ("LOST", "discontinued", "", "2026-05-01")]
    refused = birch.do("import", birch.ada, table="item_statuses", file=File("lost.csv", csv(statuses, rows))).problems
    assert [(one.row, one.column, one.code) for one in refused] == [
        (2, "superseded_by", "unknown_item"), (3, "item", "unknown_item"),
    ]  # fmt: skip
    birch.bring("item_statuses", [("TENT", "superseded", "TENT-2", "2026-05-01")], statuses)
    birch.bring("substitutes", [("TENT", "TARP", "")], ("item", "substitute", "rank"))
    birch.record("GR-1", "TARP", 9, date(2026, 1, 5), value="9")
    picked = birch.do("pick", birch.ada, item="TENT", quantity="2", picked_on=JUNE)
    assert picked.status == "superseded"
    assert [(one.item, one.rank) for one in picked.substitutes if one.free_micro] == [("TARP", 1)]
    birch.bring("substitutes", [("TENT", "TARP", "0")], ("item", "substitute", "rank"), name="no_more.csv")
    assert "TARP" not in {
        one.item for one in birch.do("pick", birch.ada, item="TENT", quantity="2", picked_on=JUNE).substitutes
    }
