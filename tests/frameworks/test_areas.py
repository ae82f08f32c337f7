"""Areas beside inventories, and tax books: every parameter is dated, referenced and read; a document has a hash of its own."""

from datetime import date

import pytest

from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.reporting import canonical_value, requirements
from lowmark.core.frameworks.resolve import PolicyFact
from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import names, read_area, read_framework, tax_books

AREAS = ("close", "commitments", "deferred_tax", "disclosure", "interim", "significance")
OF_AREAS = [(book, area) for book in names() for area in AREAS] + [(book, "tax") for book in tax_books()]
ON = date(2026, 12, 31)


@pytest.mark.parametrize("book, area", OF_AREAS)
def test_every_parameter_says_what_it_is_since_when_and_where_that_is_written(book, area):
    for path, said in read_area(book, area).items():
        assert path.startswith(f"{area}/")
        assert set(said) == {"label", "description", "unit", "entity_may_set", "values", "reference"}
        assert all(said[word].strip() for word in ("label", "description", "unit"))
        assert isinstance(said["entity_may_set"], bool)
        assert said["values"] and all(type(day) is date for day in said["values"])
        assert said["reference"]
        for reference in said["reference"]:
            assert set(reference) == {"standard", "paragraph", "title"}
            assert all(isinstance(word, str) and word for word in reference.values())


@pytest.mark.parametrize("book, area", OF_AREAS)
def test_an_area_resolves_on_every_day_on_which_a_value_begins(book, area):
    tree = read_area(book, area)
    begins = max(min(said["values"]) for said in tree.values())
    for said in tree.values():
        for day in said["values"]:
            found = resolve_area(framework=book, tree=tree, facts=[], on=max(day, begins))
            assert found.values.keys() == tree.keys() == found.sources.keys()


def test_frameworks_say_the_same_things():
    for area in AREAS:
        assert len({frozenset(read_area(name, area)) for name in names()}) == 1
    assert len({frozenset(read_area(name, "tax")) for name in tax_books()}) == 1


def test_inventories_are_read_without_the_areas_beside_them():
    assert all(path.startswith("inventories/") for path in read_framework("ifrs"))


def test_an_unknown_area_is_refused_and_the_known_ones_named():
    for name, area in (("ifrs", "tax"), ("us_tax", "interim"), ("ifrs", ".."), ("ifrs", "")):
        with pytest.raises(Problem) as refused:
            read_area(name, area)
        assert refused.value.code == "unknown_area"
        assert refused.value.hint


def test_an_entity_sets_what_it_may_from_a_day_on_and_the_hash_changes_with_it():
    tree = read_area("ifrs", "significance")
    ours = PolicyFact(
        path="significance/benchmarks", valid_from=date(2026, 7, 1), value={"revenue": {"low": "1 %", "high": "2 %"}}
    )
    before, after = (resolve_area(framework="ifrs", tree=tree, facts=[ours], on=day) for day in (date(2026, 6, 30), ON))
    assert after.values["significance/benchmarks"] == {"revenue": {"high": "0.02", "low": "0.01"}}
    assert after.sources["significance/benchmarks"].level == "entity"
    assert "equity" in before.values["significance/benchmarks"]
    assert before.area_hash != after.area_hash
    assert before.area_hash == resolve_area(framework="ifrs", tree=tree, facts=[], on=ON).area_hash


def test_what_is_the_frameworks_to_say_is_not_the_entitys():
    fact = PolicyFact(path="interim/temporary_declines", valid_from=ON, value="recognised")
    with pytest.raises(Problem, match="parameter_not_settable"):
        resolve_area(framework="us_gaap", tree=read_area("us_gaap", "interim"), facts=[fact], on=ON)


@pytest.mark.parametrize("path, value", [
    ("significance/benchmarks", {}), ("significance/benchmarks", {"luck": {"low": "1 %", "high": "2 %"}}),
    ("significance/benchmarks", {"revenue": {"low": "2 %", "high": "1 %"}}), ("significance/benchmarks", {"revenue": {"low": "0", "high": "1"}}),
    ("significance/benchmarks", {"revenue": {"low": 5, "high": "1"}}), ("significance/benchmarks", {"revenue": "1 %"}),
    ("significance/basis", "month"), ("significance/qualitative_flags", ["luck"]), ("significance/qualitative_flags", "covenant"),
    ("significance/captions", {"small": "cost_of_sales"}), ("interim/temporary_declines", None),
    ("tax/market", {"measure": "luck", "cost_only_methods": []}), ("tax/subnormal_goods", {"reasons": [], "offered_within_days": -1}),
    ("tax/subnormal_goods", {"reasons": ["a", "a"], "offered_within_days": None}), ("disclosure/inventories", []),
    ("disclosure/inventories", [{"paragraph": "x"}]),
])  # fmt: skip
def test_a_value_that_cannot_be_is_refused(path, value):
    with pytest.raises(Problem) as refused:
        canonical_value(path, value)
    assert refused.value.code == "bad_parameter_value"


def test_an_unknown_parameter_is_refused():
    with pytest.raises(Problem, match="unknown_parameter"):
        canonical_value("significance/luck", 1)


def test_each_requirement_stands_once_and_bears_a_tag_of_its_taxonomy():
    for name, taxonomy in (("ifrs", "ifrs-full:"), ("us_gaap", "us-gaap:"), ("aspe", "none")):
        found = requirements(resolve_area(framework=name, tree=read_area(name, "disclosure"), facts=[], on=ON).values)
        assert len({one.fact for one in found}) == len(found)
        assert all(one.concept.startswith(taxonomy) for one in found if one.concept)
