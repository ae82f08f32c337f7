"""Twelve packs: each one's company runs its whole chain, ends with no fault, and shows what is particular in figures worked by hand.

The figures are worked in each pack's `sample`, beside its documents; here they are only asked for. What is drawn around them is of
another seed than the demo's, and of other moves.
"""

from datetime import date

import pytest
from django.test import Client, override_settings

from lowmark.core.frameworks import inventories, reporting
from lowmark.core.journal.posting_rules import ROLES
from lowmark.core.kinds.problems import Problem
from lowmark.doors.web.first import address_of
from lowmark.frameworks import read as frameworks
from lowmark.industries.read import names, read_pack
from lowmark.sample import company
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from lowmark.services.industry.accounts import with_pack
from lowmark.services.people import user_id
from lowmark.store.people.models import User
from tests.fresh_store import fresh_store

OPERATOR = Actor(user_id=None, username="operator", door="cli", is_operator=True)


@pytest.fixture(scope="module", params=names())
def told(request):
    """An industry, and what its demo answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWMARK_DEMO", "1")
        with fresh_store("sqlite"):
            demo = BY_NAME["demo"]
            yield request.param, call(demo, demo.request(seed=11, industry=request.param), actor=OPERATOR)


def asked(operation, user, **said):
    one = BY_NAME[operation]
    return call(one, one.request(**said), actor=Actor(user_id=user_id(user), username=user, door="cli"))


def test_a_company_of_each_trade_ends_with_no_fault_and_its_rule_in_figures(told):
    industry, answer = told
    assert answer.clean
    assert answer.moves >= 120
    assert answer.figures
    assert [one.figure for one in answer.figures] == [one.comes_to for one in answer.figures], industry
    assert all(entity.net_minor == entity.gross_minor - entity.allowance_minor for entity in answer.entities)
    assert sum(entity.charged_minor for entity in answer.entities) > 0
    _its_pack_stands(industry, answer)
    _its_reports_come_first(industry, answer)


def _its_reports_come_first(industry, answer):
    """Home and the page of reports lead to what the pack names, in its order, as far as the reader's roles go."""
    entity, pack, client = answer.entities[0].entity, read_pack(industry), Client()
    client.force_login(User.objects.get(username="ben"))
    links = [address_of(one, entity) for one in pack.reports]
    with override_settings(STATIC_ROOT=None):
        for page, begins in ((f"/{entity}/reports", 'id="first"'), ("/", f'id="entity-{entity}"')):
            told = client.get(page).content.decode().partition(begins)[2]
            places = [told.find(f'<a class="fig" href="{link}"') for link in links]
            assert places == sorted(places), page
            assert places[0] > 0, page


def _its_pack_stands(industry, answer):
    """Say who stands behind each proposal, and by which level each parameter holds; and once more, it only shows the summary."""
    pack = read_pack(industry)
    for entity in answer.entities:
        shown = asked("industry", "ben", entity=entity.entity, as_of=date(2026, 9, 30))
        states = {"set by the head"} if entity.entity == "UNIT12" else {"adopted"}
        assert {one.state for one in shown.proposals} == states
        assert {one.path for one in pack.proposals} <= {one.path for one in shown.parameters}
        levels = {one.path: one.level for one in shown.parameters}
        assert all(
            levels[one.path] in {"pack", "entity"} for one in pack.settings if one.path.startswith("inventories/")
        )
        assert len(shown.accounts) == len(pack.accounts)
    late = asked("industry", "ben", entity=answer.entities[0].entity, as_of=date(2026, 10, 31))
    assert {one.state for one in late.proposals} == {"review due"}
    demo = BY_NAME["demo"]
    assert call(demo, demo.request(seed=11, industry=industry), actor=OPERATOR) == answer
    with pytest.raises(Problem, match="refused"):
        call(demo, demo.request(), actor=OPERATOR)


@pytest.mark.parametrize("industry", names())
def test_a_pack_says_only_what_every_framework_leaves_to_it(industry):
    pack = read_pack(industry)
    for name in frameworks.names():
        chart, roles = with_pack(frameworks.read_chart(name), frameworks.roles(name), pack.accounts)
        assert len({account.code for account in chart.accounts}) == len(chart.accounts)
        assert {role.role for role in roles} >= ROLES
        for path, value in ((one.path, one.value) for one in (*pack.settings, *pack.proposals)):
            area = path.partition("/")[0]
            assert frameworks.read_area(name, area)[path]["entity_may_set"]
            (inventories if area == "inventories" else reporting).canonical_value(path, value)
    assert all(address_of(one, "X") for one in pack.reports)
    assert pack.classes
    assert pack.dimensions


@pytest.mark.parametrize("industry", names())
def test_a_percentage_is_proposed_and_never_set(industry):
    pack = read_pack(industry)
    assert not any("/rules/" in one.path for one in pack.settings)
    assert all(one.because for one in pack.proposals)


def test_the_same_seed_makes_the_same_company_and_no_other_figure_depends_on_it():
    one, same, other = (company(seed=seed, moves=200, industry="healthcare") for seed in (3, 3, 4))
    assert all(one["STJUDE"][name].equals(same["STJUDE"][name]) for name in one["STJUDE"])
    assert one["STJUDE"]["stock_moves"].height == 200
    drawn = one["STJUDE"]["stock_moves"].filter(document="PO-00001")
    assert drawn["item"].to_list() == ["GLOVES"]
    assert not one["STJUDE"]["stock_moves"].equals(other["STJUDE"]["stock_moves"])
    with pytest.raises(Problem, match="bad_sample"):
        company(seed=1, moves=3, industry="healthcare")
