"""The framework files: parameters say what they are and where that stands, charts fill all roles, coverage is true."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from lowmark.core.frameworks.resolve import resolve
from lowmark.core.journal.posting_rules import ROLES
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements import statements
from lowmark.core.tables.accounts import ACCOUNT
from lowmark.frameworks.read import names, read_area, read_chart, read_coverage, read_framework, tax_books

FRAMEWORKS = names()
PARAMETERS = [(framework, path) for framework in FRAMEWORKS for path in read_framework(framework)]
WRITE_DOWN_REASONS = ("price_decline", "obsolete", "expired", "damaged", "excess", "recall")
OTHER_ROLES = (
    "revenue",
    "trade_receivables",
    "trade_payables",
    "cash",
    "share_capital",
    "retained_earnings",
    "deferred_tax_asset",
    "deferred_tax_expense",
    "income_tax_payable",
    "income_tax_expense",
)


def test_the_frameworks_are_there():
    assert FRAMEWORKS == ("aspe", "ifrs", "us_gaap")


@pytest.mark.parametrize("framework, path", PARAMETERS)
def test_every_parameter_says_what_it_is_since_when_and_where_that_is_written(framework, path):
    said = read_framework(framework)[path]
    assert set(said) == {"label", "description", "unit", "entity_may_set", "values", "reference"}
    for word in ("label", "description", "unit"):
        assert isinstance(said[word], str) and said[word].strip()
    assert isinstance(said["entity_may_set"], bool)
    assert said["values"] and all(type(day) is date for day in said["values"])
    assert said["reference"]
    for reference in said["reference"]:
        assert set(reference) == {"standard", "paragraph", "title"}
        assert all(isinstance(word, str) and word for word in reference.values())


@pytest.mark.parametrize("framework, path", PARAMETERS)
def test_a_framework_resolves_on_every_day_on_which_a_value_begins(framework, path):
    tree = read_framework(framework)
    begins = max(min(said["values"]) for said in tree.values())
    for day in tree[path]["values"]:
        assert path in resolve(framework=framework, tree=tree, facts=[], on=max(day, begins)).sources


def test_what_is_read_is_shared_and_cannot_be_changed():
    ranks = read_framework("ifrs")["inventories/evidence_ranks"]["values"][date(2005, 1, 1)]
    with pytest.raises(TypeError):
        ranks["quote"]["rank"] = 1
    assert read_framework("ifrs") is read_framework("ifrs")


@pytest.mark.parametrize("read", [read_framework, read_chart])
@pytest.mark.parametrize("name", ["gaap", "", "..", "ifrs/inventories", "__pycache__"])
def test_an_unknown_framework_is_refused_and_the_known_ones_named(read, name):
    with pytest.raises(Problem) as refused:
        read(name)
    assert refused.value.code == "unknown_framework"
    assert "ifrs" in refused.value.hint


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_chart_keeps_to_the_words_of_its_table(framework):
    accounts = read_chart(framework).accounts
    for account in accounts:
        assert account.kind in ACCOUNT.columns["kind"].choices
        assert account.section in ACCOUNT.columns["section"].choices
        assert account.name and account.caption and account.code.isdigit()
    assert max(Counter(account.name for account in accounts).values()) == 1
    assert max(Counter((account.section, account.sort_order) for account in accounts).values()) == 1


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_chart_fills_every_role_that_the_posting_rules_name(framework):
    chart = read_chart(framework)
    filled = {(role.role, role.reason) for role in chart.roles}
    assert len(filled) == len(chart.roles)
    assert ROLES | set(OTHER_ROLES) == {role for role, _ in filled}
    by_reason = {role.role for role in chart.roles if role.reason}
    assert by_reason == {"write_down_expense", "write_off_expense"}
    assert {(role, reason) for role in by_reason for reason in WRITE_DOWN_REASONS} <= filled
    assert {(role, "") for role in ROLES - by_reason} <= filled


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_write_down_reason_has_an_account_of_its_own_and_there_is_none_for_other_reasons(framework):
    chart = read_chart(framework)
    expense = {role.reason: role.account for role in chart.roles if role.role == "write_down_expense"}
    assert set(expense) == set(WRITE_DOWN_REASONS)
    users = Counter(role.account for role in chart.roles)
    assert all(users[account] == 1 for account in expense.values())


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_inventory_its_allowance_and_its_lifo_reserve_are_the_control_accounts_and_face_each_other(framework):
    chart = read_chart(framework)
    by_code = {account.code: account for account in chart.accounts}
    control = {by_code[role.account] for role in chart.roles if role.role in {"inventory", "allowance", "lifo_reserve"}}
    assert {account for account in chart.accounts if account.kind == "control"} == control
    assert {(account.section, account.caption) for account in control} == {("asset", "Inventories")}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_chart_has_the_captions_that_the_statements_add_up_by(framework):
    captions = {account.caption for account in read_chart(framework).accounts}
    assert {statements.REVENUE, statements.COST_OF_SALES, statements.RETAINED_EARNINGS} <= captions


def _exists(named: str) -> bool:
    if ":" in named:
        module, _, function = named.partition(":")
        return callable(getattr(import_module(module), function, None))
    framework, _, path = named.partition("/")
    return framework in (*FRAMEWORKS, *tax_books()) and path in read_area(framework, path.partition("/")[0])


@pytest.mark.parametrize("said", read_coverage(), ids=lambda said: f"{said['standard']} {said['paragraph']}")
def test_coverage_names_only_what_there_is(said):
    required = {"standard", "paragraph", "title", "implemented_by", "status", "verified_on"}
    assert required <= set(said) <= required | {"missing"}
    assert said["title"]
    assert [named for named in said["implemented_by"] if not _exists(named)] == []
    assert (said["status"] == "planned") == (not said["implemented_by"])
    assert (said["status"] == "partial") == bool(said.get("missing"))
    assert said["verified_on"] is None or type(said["verified_on"]) is date


def test_coverage_says_each_paragraph_once_and_every_parameter_is_in_it():
    paragraphs = [(said["standard"], said["paragraph"]) for said in read_coverage()]
    assert len(set(paragraphs)) == len(paragraphs)
    named = {name for said in read_coverage() for name in said["implemented_by"]}
    assert {f"{framework}/{path}" for framework, path in PARAMETERS} <= named


def test_ifrs_says_what_ias_2_says():
    found = resolve(framework="ifrs", tree=read_framework("ifrs"), facts=[], on=date(2026, 10, 31)).policy
    assert found.reversal == "required"  # IAS 2.33
    assert {"fifo", "weighted_average", "specific_identification"} <= set(found.cost_formulas)  # IAS 2.23-25
    assert "standard" in found.cost_formulas  # IAS 2.21
    assert "lifo" not in found.cost_formulas
    assert found.expired_when == "<"
    assert "item" in found.units_of_account  # IAS 2.29
    assert not {"category", "total"} & set(found.units_of_account)
    after = {rank.kind for rank in found.evidence_ranks if rank.after_date}
    assert after == {"post_period_sale"}  # IAS 2.30, IAS 10.9(b)(ii)
    by_rank = [rank.kind for rank in sorted(found.evidence_ranks, key=lambda rank: rank.rank)]
    assert by_rank == ["firm_contract", "post_period_sale", "recent_sale", "price_list", "quote", "scrap_tender"]
    assert found.asserted_rank_penalty >= max(rank.rank for rank in found.evidence_ranks)
    assert found.references["inventories/reversal"][0][:2] == ("IAS 2", "33")
    json.dumps({path: list(references) for path, references in found.references.items()})


def test_aspe_says_of_inventories_what_ifrs_says():
    ifrs, aspe = (resolve(framework=name, tree=read_framework(name), facts=[], on=date(2026, 10, 31)).policy
                  for name in ("ifrs", "aspe"))  # fmt: skip
    assert replace(aspe, framework="ifrs", references=ifrs.references) == ifrs  # ASPE 3031 follows IAS 2
    assert aspe.references["inventories/reversal"][0][:2] == ("ASPE 3031", "32")


def test_us_gaap_differs_where_asc_330_does():
    found = resolve(framework="us_gaap", tree=read_framework("us_gaap"), facts=[], on=date(2026, 10, 31)).policy
    assert found.reversal == "within_fiscal_year"  # ASC 330-10-35-14, 270-10-45-6
    assert {"lifo", "standard"} <= set(found.cost_formulas)  # ASC 330-10-30-9, 330-10-30-12
    assert {"item", "category", "total"} <= set(found.units_of_account)  # ASC 330-10-35-8
    references = {reference[:2] for path in found.references for reference in found.references[path]}
    assert {
        ("ASC", "330-10-35-14"),
        ("ASC", "330-10-35-1A"),
        ("ASC", "330-10-35-1B"),
        ("ASC", "270-10-45-6"),
    } <= references


def test_us_gaap_compares_with_net_realizable_value_from_2017_on_and_says_nothing_of_the_time_before():
    """ASU 2015-11: fiscal years that begin after 15 December 2016. Before, cost was compared with market."""
    tree = read_framework("us_gaap")
    assert resolve(framework="us_gaap", tree=tree, facts=[], on=date(2017, 1, 1)).policy.evidence_ranks
    with pytest.raises(Problem) as refused:
        resolve(framework="us_gaap", tree=tree, facts=[], on=date(2016, 12, 31))
    assert (refused.value.code, refused.value.where["on"]) == ("no_value_in_force", "2016-12-31")


def test_charts_differ_in_their_words_alone():
    """An account of one code plays one part and stands in one section, whatever a framework calls it."""
    charts = [read_chart(name) for name in FRAMEWORKS]
    assert all(chart.roles == charts[0].roles for chart in charts)
    kinds = [{(account.code, account.kind, account.section) for account in chart.accounts} for chart in charts]
    assert all(kind == kinds[0] for kind in kinds)
    assert len({tuple(account.name for account in chart.accounts) for chart in charts}) == len(charts)
