"""Resolving a policy: dated values, an entity's settings allowed and refused, a hash that stays until a rule does."""

import hashlib
import json
from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.frameworks.policy import EvidenceRank
from lowmark.core.frameworks.resolve import PolicyFact, parse_value, resolve
from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import read_framework

IFRS = read_framework("ifrs")
RATE = "inventories/cost_to_sell_rate"
RANKS = "inventories/evidence_ranks"
DAY = date(2026, 10, 31)


def fact(value, *, path=RATE, valid_from=date(2026, 7, 1)) -> PolicyFact:
    return PolicyFact(path=path, valid_from=valid_from, value=value)


def found(*facts: PolicyFact, on=DAY, tree=IFRS):
    return resolve(framework="ifrs", tree=tree, facts=facts, on=on)


def rate(*facts: PolicyFact, on=DAY) -> int:
    return found(*facts, on=on).policy.cost_to_sell_rate_micro


def refused(*facts: PolicyFact, **kwargs) -> Problem:
    with pytest.raises(Problem) as caught:
        found(*facts, **kwargs)
    return caught.value


def test_the_latest_value_on_or_before_the_day_holds():
    facts = [fact("0.02"), fact("0.03", valid_from=date(2026, 10, 1)), fact("0.09", valid_from=date(2027, 1, 1))]
    assert rate(*facts, on=date(2026, 6, 30)) == 0
    assert rate(*facts, on=date(2026, 7, 1)) == 20_000
    assert rate(*facts, on=date(2026, 9, 30)) == 20_000
    assert rate(*facts, on=date(2026, 10, 1)) == 30_000
    assert rate(*facts, on=date(2027, 1, 1)) == 90_000


def test_the_order_of_facts_matters_only_among_those_of_one_day():
    early, late = fact("0.02"), fact("0.03", valid_from=date(2026, 10, 1))
    assert rate(late, early) == rate(early, late) == 30_000
    assert rate(fact("0.02"), fact("0.05")) == 50_000  # the one known last
    assert rate(fact("0.05"), fact("0.02")) == 20_000


def test_a_setting_that_is_ended_gives_way_to_the_framework():
    ended = [fact("0.02"), fact(None, valid_from=date(2026, 9, 1))]
    assert found(*ended).sources[RATE].level == "framework"
    assert rate(*ended) == 0
    assert rate(*ended, on=date(2026, 8, 31)) == 20_000
    assert rate(*ended, fact("0.04", valid_from=date(2026, 10, 1))) == 40_000


def test_a_framework_itself_is_dated():
    change = date(2027, 1, 1)
    tree = dict(IFRS)
    tree[RATE] = {**IFRS[RATE], "values": {date(2005, 1, 1): "0", change: "0.01"}}
    assert found(tree=tree).policy.cost_to_sell_rate_micro == 0
    after = found(tree=tree, on=change)
    assert (after.policy.cost_to_sell_rate_micro, after.sources[RATE].valid_from) == (10_000, change)


def test_before_its_first_value_a_framework_says_nothing():
    problem = refused(on=date(2004, 12, 31))
    assert problem.code == "no_value_in_force"
    assert "2005-01-01" in problem.hint


def test_the_source_of_each_parameter_is_named():
    sources = found(fact("0.02")).sources
    assert (sources[RATE].level, sources[RATE].valid_from) == ("entity", date(2026, 7, 1))
    assert ("IAS 2", "6") in {reference[:2] for reference in sources[RATE].references}
    assert {source.level for path, source in sources.items() if path != RATE} == {"framework"}
    assert set(sources) == set(IFRS)


@pytest.mark.parametrize("path", [path for path, said in IFRS.items() if not said["entity_may_set"]])
def test_an_entity_may_not_set_what_is_the_frameworks_to_say(path):
    problem = refused(fact("refused", path=path))
    assert problem.code == "parameter_not_settable"
    assert RATE in problem.hint
    assert refused(fact(None, path=path, valid_from=date(2099, 1, 1))).code == "parameter_not_settable"


def test_an_unknown_parameter_is_refused_and_the_known_ones_named():
    problem = refused(fact("1", path="inventories/luck"))
    assert problem.code == "unknown_parameter"
    assert "inventories/reversal" in problem.hint


def test_a_framework_that_says_nothing_of_a_parameter_is_refused():
    tree = {path: said for path, said in IFRS.items() if "rank" not in path}
    problem = refused(tree=tree)
    assert problem.code == "missing_parameter"
    assert "inventories/asserted_rank_penalty, inventories/evidence_ranks" in problem.message


@pytest.mark.parametrize("value", [0.05, "5e-2", "0,05", "-0.01", "", True, ["0.05"], "0.0000001"])
def test_a_rate_is_exact_text_and_not_negative(value):
    problem = refused(fact(value))
    assert (problem.code, problem.where["path"]) == ("bad_parameter_value", RATE)


GOOD_RANK = {"rank": 1, "combine": "latest"}


@pytest.mark.parametrize(
    "ranks",
    [
        {},
        "firm_contract",
        {"rumour": GOOD_RANK},
        {"cost_to_sell": GOOD_RANK},
        {"quote": {}},
        {"quote": {"rank": 1}},
        {"quote": {"rank": 0, "combine": "latest"}},
        {"quote": {"rank": 100, "combine": "latest"}},
        {"quote": {"rank": True, "combine": "latest"}},
        {"quote": {"rank": 1, "combine": "average"}},
        {"quote": GOOD_RANK, "price_list": GOOD_RANK},
        {"quote": GOOD_RANK | {"within_days": -1}},
        {"quote": GOOD_RANK | {"window_from": "today"}},
        {"quote": GOOD_RANK | {"after_date": "yes"}},
        {"quote": GOOD_RANK | {"once_past": "price_list"}},
        {"quote": GOOD_RANK | {"once_past": "quote"}},
        {"quote": GOOD_RANK | {"colour": "blue"}},
    ],
)
def test_ranks_that_make_no_sense_are_refused(ranks):
    assert refused(fact(ranks, path=RANKS)).code == "bad_parameter_value"


@pytest.mark.parametrize(
    "path, value",
    [
        ("inventories/reversal", "sometimes"),
        ("inventories/cost_formulas", ["next_in_first_out"]),
        ("inventories/cost_formulas", []),
        ("inventories/units_of_account", ["item", "item"]),
        ("inventories/asserted_rank_penalty", -1),
    ],
)
def test_a_framework_that_says_what_cannot_be_is_refused(path, value):
    tree = dict(IFRS)
    tree[path] = {**IFRS[path], "values": {date(2005, 1, 1): value}}
    assert refused(tree=tree).code == "bad_parameter_value"


def test_an_entity_may_rank_its_evidence():
    ours = {
        "quote": {"rank": 1, "combine": "weighted_average", "within_days": 30},
        "price_list": {"rank": 2, "combine": "latest"},
    }
    assert found(fact(ours, path=RANKS)).policy.evidence_ranks == (
        EvidenceRank(kind="price_list", rank=2, combine="latest"),
        EvidenceRank(kind="quote", rank=1, combine="weighted_average", within_days=30, window_from="as_of"),
    )


def test_the_text_is_canonical_and_its_hash_is_of_it():
    document = found(fact("0.02"))
    said = json.loads(document.text)
    assert json.dumps(said, sort_keys=True, separators=(",", ":")) == document.text
    assert document.policy_hash == hashlib.sha256(document.text.encode("ascii")).digest()
    assert said["framework"] == "ifrs"
    assert said["parameters"][RATE] == {"level": "entity", "valid_from": "2026-07-01", "value": "0.02"}
    assert set(said["parameters"]) == set(IFRS)


def test_the_hash_of_ifrs_as_it_stands_is_known():
    # It changes with the rules, and with them only: then the new one is written here, and the change is told.
    assert found().policy_hash.hex() == "71fd588a2719d25a290de0d2d447b5dfcb7e87650704918b3d7f467626376b86"


def test_the_same_rule_written_otherwise_has_the_same_hash():
    assert found(fact("0.05")).policy_hash == found(fact("5 %")).policy_hash == found(fact("0.050")).policy_hash
    ranks = {"quote": GOOD_RANK, "price_list": GOOD_RANK | {"rank": 2}}
    longer = {
        "price_list": {"combine": "latest", "rank": 2, "after_date": False},
        "quote": GOOD_RANK | {"within_days": None},
    }
    assert found(fact(ranks, path=RANKS)).policy_hash == found(fact(longer, path=RANKS)).policy_hash
    assert found(fact("0.05")).policy_hash != found(fact("0.051")).policy_hash


rates = st.integers(0, 2_000_000).map(lambda micro: f"{micro // 10**6}.{micro % 10**6:06d}")
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.builds(PolicyFact, path=st.just(RATE), valid_from=days, value=st.none() | rates), max_size=6), days)
def test_the_document_is_the_same_from_one_change_to_the_next(facts, on):
    document = found(*facts, on=on)
    assert document == found(*facts, on=on)
    changes = [fact.valid_from for fact in facts if fact.valid_from > on]
    until = min(changes, default=on + timedelta(days=9999)) - timedelta(days=1)
    assert found(*facts, on=until).policy_hash == document.policy_hash
    in_force = [(one.valid_from, place) for place, one in enumerate(facts) if one.valid_from <= on]
    expected = facts[max(in_force)[1]].value if in_force else None
    assert document.policy.cost_to_sell_rate_micro == int(Decimal(expected or 0) * 10**6)


def test_a_policy_cannot_be_changed():
    document = found()
    with pytest.raises(FrozenInstanceError):
        document.policy.reversal = "refused"
    with pytest.raises(TypeError):
        document.policy.references["inventories/reversal"] = ()


def test_a_stored_value_is_read_without_ever_becoming_a_float():
    assert rate(fact(parse_value("0.05"))) == rate(fact(parse_value('"5 %"'))) == 50_000
    assert rate(fact("0.02"), fact(parse_value(None))) == rate(fact(parse_value("0"))) == 0
    with pytest.raises(Problem, match="not JSON"):
        parse_value("five percent")
