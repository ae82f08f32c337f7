"""What verify says again, to be independent, is still what the rest says."""

import pytest

from lowmark.core.journal.posting_rules import POSTING_RULES, variance_event
from lowmark.core.recording.directions import COMES_WITH, COMING_IN, GOING_OUT, RE_POOL, RELEASES, RESTORES
from lowmark.core.tables.cost_pools import COST_POOL
from lowmark.core.tables.locations import CONDITIONS
from lowmark.core.tables.registry import BY_NAME, NOUNS
from lowmark.core.write_downs.carrying import WASTED
from lowmark.store.audit.leaves import placed_facts
from lowmark.verify import allowances, replays, stock, variances
from lowmark.verify.checks.known_order import _TABLES
from lowmark.verify.facts import ENTRY, LINE, OTHERS
from lowmark.verify.run import every_check
from lowmark.verify.sealed import SEALED
from lowmark.verify.stock import IN_FROM, OUT_TO

WORDS = {"text", "bytes"}


def _said(name):
    """Return a noun's columns as verify writes them: words with a star."""
    columns = BY_NAME[name].columns.items()
    return tuple(column + "*" * (spec.type in WORDS) for column, spec in columns if column != "content_hash")


@pytest.mark.parametrize("form", [ENTRY.form, LINE, *(fact.form for fact in OTHERS)], ids=lambda form: form.name)
def test_the_columns_are_those_of_the_noun_in_their_order(form):
    assert form.columns == _said(form.name)


def test_every_hashed_noun_is_hashed_again():
    assert {fact.form.name for fact in (ENTRY, *OTHERS)} == {noun.name for noun in NOUNS if noun.hashed}
    assert {(fact.form.name, fact.table) for fact in (ENTRY, *OTHERS)} == {(n.name, n.table) for n in NOUNS if n.hashed}


def test_every_fact_is_sealed_as_it_is_placed():
    said = {one.table: (one.form.name, one.form.columns, one.by, one.of) for one in SEALED}
    assert said == {
        one.noun.table: (one.noun.name, _said(one.noun.name) + ("content_hash*",) * one.noun.hashed, one.by, one.of)
        for one in placed_facts()
    }


def test_every_fact_with_a_place_in_the_commit_order_is_looked_at():
    """A command shares its sequence with its audit record, which is looked at."""
    placed = {n.table for n in NOUNS if n.room == "fact" and {"known_seq", "recorded_at"} <= n.columns.keys()}
    workflow = {BY_NAME["run"].table, BY_NAME["proposal"].table, BY_NAME["seal"].table}
    assert {table for _, table, *_ in _TABLES} == placed - {BY_NAME["command"].table} | workflow


def test_the_places_that_stock_moves_between_are_the_same():
    assert (CONDITIONS, set(COMING_IN), set(GOING_OUT)) == (stock.CONDITION, IN_FROM, OUT_TO)
    assert COST_POOL.columns["condition"].choices == stock.CONDITIONS


def test_the_variances_are_the_same():
    coming = {**COMING_IN, RE_POOL: RE_POOL, "settled": GOING_OUT["provisional"]}
    assert {kind: variance_event(event=event, variance_minor=1) for kind, event in coming.items()} == variances.EVENTS
    gains = {kind: variance_event(event=event, variance_minor=-1) for kind, event in coming.items()}
    assert gains == {kind: f"{event}_gain" for kind, event in variances.EVENTS.items()}


def test_the_ways_of_allowance_are_the_same():
    away = {way: RELEASES[GOING_OUT[way]] for way in GOING_OUT}
    away |= {"reversed": RELEASES["receipt_reversed"], "over": COMES_WITH, "wasted": WASTED}
    assert away == allowances.AWAY
    back = {way: RESTORES[COMING_IN[way]] for way in (COMING_IN.keys() & allowances.AWAY.keys()) - {"provisional"}}
    assert back.items() <= allowances.BACK.items()
    assert set(allowances.BACK.values()) | set(away.values()) == {
        event for event in POSTING_RULES if event.startswith(("release_", "use_", "restore_"))
    }


def test_a_pool_of_any_method_is_replayed():
    assert set(COST_POOL.columns["method"].choices) == replays.METHODS


def test_a_check_is_named_for_its_file_and_says_what_it_means():
    for check in every_check():
        assert check.__name__.rpartition(".")[2] == check.NAME
        assert len(check.MEANING.split()) > 5
