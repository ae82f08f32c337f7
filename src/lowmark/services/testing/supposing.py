"""Run a test again with something supposed otherwise. Nothing is written, and nothing is read but what was gathered."""

from dataclasses import replace

import polars as pl

from lowmark.core.assessment.supposing import Change, Supposed, suppose
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.finding import find_book, find_run
from lowmark.services.testing.gathering import Gathered, Question, gather
from lowmark.services.testing.run import Test, test_of
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Reader


def gathered_for(
    reader: Reader, granted: Granted, *, run: str, as_of: object, book: str, channel: str
) -> Gathered:  # fmt: skip
    """Gather what a run was made of, as it was known then; or what a test of a date would be, as known now.

    Raises: Problem `bad_request` unless one of the two is given, `not_found`.
    """
    from datetime import date

    entity = granted.entity
    if run:
        found = find_run(reader, granted, run)
        question = Question(as_of=found["as_of"], known_seq=found["snapshot_seq"], channel=found["channel"],
                            authorised_on=found["authorised_on"])  # fmt: skip
        return gather(reader, entity=entity, book=find_book(reader, entity, found["book"]), question=question)
    if not isinstance(as_of, date):
        raise Problem("bad_request", "neither a run nor a date is named", hint="give one of the two")
    known_seq = entities_read.known_seq(reader, entity.id)
    question = Question(as_of=as_of, known_seq=known_seq, channel=channel)
    return gather(reader, entity=entity, book=find_book(reader, entity, book), question=question)


def supposing(gathered: Gathered, *changes: Change, item: str = "") -> Test:
    """Return the test as it would be with some changes, for one item by its code or for all.

    Raises: Problem `not_found` for an item that is not on hand, and as `suppose`.
    """
    items = None
    if item:
        items = gathered.units.filter(pl.col("item_code") == item)["item"].unique()
        if items.is_empty():
            raise Problem("not_found", f"there is no item {item[:40]!r} on hand", hint="codes are case-sensitive")
    known = gathered.facts.known
    supposed = Supposed(evidence=gathered.evidence, demand=known.demand, policy=gathered.policy.policy)
    for change in changes:
        supposed = suppose(supposed, change, items=items)
    facts = gathered.facts._replace(known=replace(known, demand=supposed.demand))
    policy = replace(gathered.policy, policy=supposed.policy)
    return test_of(replace(gathered, evidence=supposed.evidence, facts=facts, policy=policy))


def required(test: Test) -> int:
    """Return the allowance that a test requires."""
    return int(test.tested.assessed.assessments["required_minor"].sum())


def change(test: Test) -> int:
    """Return what a test would charge, less what it would take back."""
    return int(test.tested.proposed.proposals["amount_minor"].sum())
