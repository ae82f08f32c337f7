"""The note on inventories of the group of three, by hand; what there is and what it cost is in `test_groups`.

A pound is 2.20 on the last day, so 2.10 on average. YEW's 6 lamps cost 67.50 pounds and fetch 4.00 each: it writes 43.50 down, 91.35 at
the average and 95.70 at the end, so 4.35 is of the rates. In what they cost it, 148.50, is profit of 75.00: they cost the group 73.50 and
fetch 52.80, so 20.70 is to be written down, and 75.00 of YEW's is undone. Gross 600.00 of OAK, 240.00 of ELM and 73.50: 913.50.
Carried: 892.80. Cost of sales: 400.00 of OAK, 240.00 of ELM, 45.00 pounds of YEW (94.50) and its 91.35; 825.00 is sold within, profit in
stock is 195.00, and the test undoes 75.00: 120.85.
"""

import re

import pytest
from django.test import Client, override_settings

from lowmark.core.kinds.problems import Problem
from lowmark.store.people.models import User
from tests.scenarios.test_groups import JANUARY, RATES, group  # noqa: F401


@pytest.fixture
def noted(group):  # noqa: F811
    oak, elm, yew = group
    oak.bring("rates", [("2026-01-31", "GBP", "CAD", "2.2", "bank")], RATES, name="last.csv")
    yew.prices(("L-1", 1, "LAMP", "price_list", "4.00", JANUARY))
    yew.write_down(JANUARY)
    oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    return oak, elm, yew


def look_at_the_pages() -> None:
    """See that the page of the group leads to its notes, and they to their files."""
    client = Client()
    client.force_login(User.objects.get(username="ben"), backend="django.contrib.auth.backends.ModelBackend")
    with override_settings(STATIC_ROOT=None):
        shown = client.get("/OAK/group").content.decode()
        (address,) = re.findall(r'href="([^"]*group-disclosures[^"]*)"', shown)
        page = client.get(address.replace("&amp;", "&"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "892.80" in text
    assert len(re.findall(r'href="[^"]*report=group_disclosures[^"]*consolidation=2026-01-31%2F1', text)) == 2


def test_every_figure_of_the_note_is_that_of_the_groups_statements(noted):
    oak, elm, _ = noted
    found = oak.do("group-disclosures", oak.ben)
    assert found.faults == ()
    amounts = {line.paragraph[-3:] + line.item_class: (line.amount_minor, line.statement_minor) for line in found.lines
               if line.amount_minor is not None}  # fmt: skip
    assert amounts == {
        "(b)": (892_80, 892_80), "(b)merchandise": (892_80, None), "(d)": (120_85, 120_85), "(e)": (16_35, 16_35), "(f)": (0, 0)
    }  # fmt: skip
    assert [line.difference_minor for line in found.lines if line.difference_minor] == []
    shown = oak.do("show-consolidation", oak.ben)
    assert [line.amount_minor for line in shown.lines if line.caption in {"Inventories", "Cost of sales"}] == [
        892_80,
        120_85,
    ]
    rows = [(row.member, row.charged_minor, row.translation_minor, row.closing_minor) for row in found.allowance]
    assert rows == [("ELM", 0, 0, 0), ("OAK", 0, 0, 0), ("YEW", 91_35, 4_35, 95_70), ("", -75_00, 0, -75_00),
                    ("", 16_35, 4_35, 20_70)]  # fmt: skip
    natures = {line.nature: line.amount_minor for line in found.expenses}
    assert sum(natures.values()) == found.expense_minor == 120_85
    assert natures["Sold within the group, set off"] == -825_00
    report = oak.do("report", oak.ben, report="group_disclosures")
    assert (report.currency, report.rows) == ("CAD", len(found.lines) + len(found.allowance) + len(found.expenses) + 2)
    look_at_the_pages()
    elm.record("SO-9", "LAMP", 1, JANUARY)
    (stale,) = oak.do("group-disclosures", oak.ben).faults
    assert stale.endswith("[stale]")


def test_who_may_not_see_every_member_is_told_nothing(noted):
    oak, elm, _ = noted
    oak.do("grant", oak.root, user="ivy", role="reviewer")
    for whom, code, reason in (("ivy", "OAK", "not_granted"), (elm.ben, "ELM", "not_found")):
        with pytest.raises(Problem) as raised:
            (oak if code == "OAK" else elm).do("group-disclosures", whom)
        assert raised.value.code == reason


def test_goods_at_fair_value_are_told_beside_what_they_stand_at(noted):
    """OAK's 60 lamps of 600.00 are dealing stock, and fetch 11.00 each: 660.00, which the books do not have."""
    oak, *_ = noted
    oak.do("set-policy", oak.ben, path="inventories/bases", valid_from=JANUARY,
           value='{"items": {"LAMP": "fair_value_less_costs"}, "classes": {}}')  # fmt: skip
    oak.prices(("L-1", 1, "LAMP", "quote", "11.00", JANUARY))
    found = oak.do("group-disclosures", oak.ben)
    (line,) = [line for line in found.lines if line.paragraph == "IAS 2.36(c)"]
    assert (line.amount_minor, line.statement_minor, line.difference_minor) == (660_00, 600_00, 60_00)
    assert [fault.rpartition("[")[2] for fault in found.faults] == ["differs_from_statements]"]
