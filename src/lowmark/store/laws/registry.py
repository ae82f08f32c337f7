"""Every law of the database, and the statements that make it so on each engine.

Before this: the nouns, from which a law that holds for many tables is expanded, so that no new table or key can be
forgotten. After this: `install`, which writes the statements. The templates lie in `sqlite/` and `postgresql/`, one
file a law; in them `{table}` and its like stand for what `over` yields, and a statement begins at the left margin.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from lowmark.store.laws import expand

Engine = Literal["sqlite", "postgresql"]
Kind = Literal["trigger", "function", "constraint", "policy", "column"]

BOTH: tuple[Engine, ...] = ("sqlite", "postgresql")

SETTINGS = (
    "SET search_path = public, pg_temp"
    " SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off"
)
"""Of every function. Nobody's temporary table stands in for ours; and a plan made for one row, or for an empty table,
is kept for a million, so it goes by the index in any case, and nothing is compiled for it."""


@dataclass(frozen=True, slots=True)
class Law:
    """One law: its name, with which every refusal begins, what it says, over which tables and on which engines."""

    name: str
    says: str
    over: Callable[[Engine], Iterable[Mapping[str, str]]] = expand.once
    engines: tuple[Engine, ...] = BOTH


@dataclass(frozen=True, slots=True)
class Article:
    """One statement of one law, as the database keeps it: a trigger, a function, a constraint, a policy, a column."""

    law: str
    kind: Kind
    table: str
    name: str
    sql: str


LAWS: tuple[Law, ...] = (
    Law("append_only", "A fact is never changed or removed.", expand.facts),
    Law("no_replace", "No REPLACE overwrites a row that laws protect, by any of its keys.", expand.keys, ("sqlite",)),
    Law("exact_types", "Whole numbers are whole numbers, words are words.", expand.types, ("sqlite",)),
    Law("never_deleted", "What has a name, a state or a count is never removed.", expand.kept),
    Law("one_entity", "A row refers to rows of its own entity and catalogue only.", expand.references),
    Law("entry_sealed", "Lines come first; the header seals them: counted, balanced, of one entity, book and moment."),
    Law("control_accounts", "A control account takes entries of the subledger only."),
    Law("draft_decided", "What was drafted is decided on by another approver than who drafted it, freshly identified.",
        expand.decisions),
    Law("journal_posted", "What is posted by hand was drafted, and approved."),
    Law("gap_free", "A journal's numbers follow one another, and its counter never turns back."),
    Law("open_period", "What counts on a day counts in a period that is not closed.", expand.dated),
    Law("period_life", "A period opens, closes and reopens, each with an event that says by whom; its days are fixed."),
    Law("period_apart", "Periods of an entity do not overlap."),
    Law("run_life", "A run goes from calculated to posted by its states, and what was proposed stays as it was.",
        expand.run),
    Law("run_complete", "Nothing joins a run that has been decided.", expand.parts_of_runs),
    Law("proposal_life", "A proposal is decided with its run; its amount never changes.", expand.proposal),
    Law("approval", "A run is decided by another person, freshly identified, on a role and within a limit, who saw this hash."),
    Law("review", "A line is reviewed by another person than its preparer, on a role, while the run is proposed."),
    Law("run_posted", "An entry of a run cites its approval and is another person's; without one, where one is alone.",
        expand.alone),
    Law("evidence_verified", "Whoever entered evidence does not verify it."),
    Law("clock_forward", "An entity's clock never turns back.", expand.clock),
    Law("layer_bounds", "A layer gives out no more than it received."),
    Law("reader_scope", "A reader sees the rows of the entities in its scope, and nothing without one.",
        expand.scoped, ("postgresql",)),
)  # fmt: skip

BY_NAME: dict[str, Law] = {law.name: law for law in LAWS}

# What a statement makes, found in its first words; the order of the groups is (name, table) or (table, name).
_SHAPES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("trigger", re.compile(r"CREATE TRIGGER (?P<name>\w+)\s.*?\sON (?P<table>\w+)", re.DOTALL)),
    ("function", re.compile(r"CREATE FUNCTION (?P<name>\w+)\(\)(?P<table>)")),
    ("constraint", re.compile(r"ALTER TABLE (?P<table>\w+) ADD CONSTRAINT (?P<name>\w+)")),
    ("policy", re.compile(r"CREATE POLICY (?P<name>\w+) ON (?P<table>\w+)")),
    ("column", re.compile(r"ALTER TABLE (?P<table>\w+) ADD COLUMN IF NOT EXISTS (?P<name>\w+)")),
)


@cache
def articles(engine: Engine) -> tuple[Article, ...]:
    """Return every statement of every law on an engine, in the order in which they are to be made.

    >>> from lowmark.store.laws.registry import articles
    >>> sorted({one.law for one in articles("sqlite") if one.table == "subledger_cost_flow"})
    ['append_only', 'exact_types', 'no_replace', 'one_entity', 'open_period']
    """
    found: dict[str, Article] = {}  # A function shared by many tables is said once.
    for law in LAWS:
        if engine in law.engines:
            for article in _expanded(law, engine):
                found.setdefault(article.sql, article)
    assert len({(one.kind, one.table, one.name) for one in found.values()}) == len(found), "two statements, one name"
    return tuple(found.values())


def _expanded(law: Law, engine: Engine) -> Iterator[Article]:
    """Fill a law's template for every table that it is over."""
    text = (files(__package__) / engine / f"{law.name}.sql").read_text(encoding="utf-8")
    statements = [part.strip() for part in re.split(r"^(?=CREATE |ALTER )", text, flags=re.MULTILINE)]
    for filling in law.over(engine):
        for statement in statements:
            if not statement or statement.startswith("--"):
                continue
            sql = statement
            for placeholder, value in {"settings": SETTINGS, **filling}.items():
                sql = sql.replace("{" + placeholder + "}", value)
            yield _article(law, sql)


def _article(law: Law, sql: str) -> Article:
    """Say what a statement makes."""
    for kind, shape in _SHAPES:
        if found := shape.match(sql):
            return Article(law.name, kind, found["table"], found["name"], sql)
    raise AssertionError(f"law {law.name}: no statement that is known here: {sql[:60]}")
