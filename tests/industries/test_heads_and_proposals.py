"""What the head sets holds in every entity under it, from each one's own facts; what is proposed holds once somebody owns it.

The head's factor of discontinued goods is a fifth, and its cost to sell 5 percent. A unit that is set up later takes both over.
"""

import json
from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import OPERATOR, do, found
from tests.fresh_store import fresh_store

RULE = "inventories/rules/discontinued"
RATE = "inventories/cost_to_sell_rate"
FROM = date(2026, 1, 1)
ADOPT = {"proposal": "goods of campaigns that are over", "valid_from": FROM, "owner": "Bea", "evidence": "Sales of 2025",
         "review_on": date(2026, 12, 31)}  # fmt: skip


@pytest.fixture(scope="module")
def chain():
    """A head with a rule and a rate of its own, a unit from before them, one from after, and a company beside them."""
    with fresh_store("sqlite"):
        head = found("HEAD", mark="-h", industry="franchises")
        before = found("BEFORE", mark="-b", industry="franchises", head="HEAD")
        head.do("adopt-proposal", head.ben, **ADOPT)
        head.do("set-policy", head.ben, path=RATE, valid_from=FROM, value="5 %")
        after = found("AFTER", mark="-a", industry="franchises", head="HEAD")
        beside = found("BESIDE", mark="-x")
        yield head, before, after, beside


def levels(company):
    shown = company.do("industry", company.ben, as_of=date(2026, 6, 30))
    return {one.path: (one.level, json.loads(one.value)) for one in shown.parameters}


def test_units_set_up_before_and_after_hold_the_same(chain):
    head, before, after, _beside = chain
    assert levels(head)[RATE] == ("entity", "0.05")
    assert levels(before)[RATE] == levels(after)[RATE] == ("head", "0.05")
    assert levels(before)[RULE][1]["factors"]["discontinued"] == "0.2"
    assert levels(before)[RULE] == levels(after)[RULE]


def test_a_unit_cannot_set_what_is_the_heads(chain):
    _head, before, *_ = chain
    with pytest.raises(Problem, match="refused"):
        before.do("set-policy", before.ben, path=RATE, valid_from=FROM, value="0")
    before.do("set-policy", before.ben, path="inventories/negative_stock", valid_from=FROM, value="provisional")
    assert levels(before)["inventories/negative_stock"] == ("entity", "provisional")


def test_a_company_beside_them_is_not_touched(chain):
    *_, beside = chain
    with pytest.raises(Problem, match="not_found"):
        beside.do("industry", beside.ben, as_of=FROM)
    with pytest.raises(Problem, match="not_found"):
        beside.do("adopt-proposal", beside.ben, **ADOPT)


@pytest.mark.parametrize("lacking", [{"owner": " "}, {"evidence": ""}, {"review_on": FROM}])
def test_a_percentage_without_owner_evidence_or_review_is_not_adopted(chain, lacking):
    head, *_ = chain
    with pytest.raises(Problem, match="bad_request"):
        head.do("adopt-proposal", head.ben, **(ADOPT | lacking))


def test_every_clock_and_hash_stands(chain):
    del chain
    assert do("verify", OPERATOR).clean


def test_an_unknown_head_or_industry_is_refused(chain):
    del chain
    for given, code in (({"head": "NOBODY"}, "bad_request"), ({"industry": "alchemy"}, "unknown_industry")):
        with pytest.raises(Problem, match=code):
            found("NEW", mark="-n", **given)
