"""Run a test on what was gathered: what each unit is worth, what is proposed, and what somebody has to look at."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from lowmark.core import flow
from lowmark.core.assessment.assess import Assessed
from lowmark.core.assessment.components import roll_up
from lowmark.core.assessment.metrics import Known
from lowmark.core.assessment.outlets import costed_bills, outlets_of
from lowmark.core.assessment.second_looks import with_second_looks
from lowmark.core.frameworks.resolve import PolicyDocument
from lowmark.core.kinds.currency import exponent
from lowmark.services.testing.gathering import Gathered, Question, gather
from lowmark.services.testing.hashes import canonical_rows
from lowmark.services.testing.known import LOST
from lowmark.store.entities.read import Book, Entity
from lowmark.store.session import Reader

SHOWN = ("assessments", "tiers", "uses", "estimates", "evidenced", "markets", "levels", "fair_values")
"""What an approver sees of an assessment, and so what an approval binds to."""


@dataclass(frozen=True, slots=True)
class Test:
    """A test of one book's stock: what it was run on, and what it found."""

    gathered: Gathered
    tested: flow.Tested

    @property
    def entity(self) -> Entity:
        """Whose stock it is."""
        return self.gathered.entity

    @property
    def book(self) -> Book:
        """The book."""
        return self.gathered.book

    @property
    def as_of(self) -> date:
        """The date tested."""
        return self.gathered.question.as_of

    @property
    def known_seq(self) -> int:
        """The sequence as known at which it was tested."""
        return self.gathered.question.known_seq

    @property
    def channel(self) -> str:
        """The channel of evidence; empty for all."""
        return self.gathered.question.channel

    @property
    def policy(self) -> PolicyDocument:
        """The policy in force."""
        return self.gathered.policy

    @property
    def layers(self) -> pl.DataFrame:
        """The layers open at the date."""
        return self.gathered.layers

    @property
    def evidence(self) -> pl.DataFrame:
        """The evidence known."""
        return self.gathered.evidence

    @property
    def snapshot_hash(self) -> bytes:
        """SHA-256 of the layers, the allowance before, the evidence and what was measured, as canonical rows."""
        facts = self.gathered.facts
        more = [facts.known.metrics, facts.known.ages, facts.demand, facts.known.groups, facts.bills, facts.wanted]
        parts = [self.layers, self.evidence, *(part for part in more if part is not None)]
        return hashlib.sha256(b"".join(canonical_rows(part) for part in parts)).digest()

    @property
    def run_hash(self) -> bytes:
        """SHA-256 of everything shown: snapshot, policy, assessments and proposals with their shares."""
        found, proposed = self.tested.assessed, self.tested.proposed
        until = self.gathered.question.authorised_on
        said = f"{self.entity.code}|{self.book.code}|{self.as_of}|{self.channel}|{until or ''}".encode()
        parts = [*(getattr(found, name) for name in SHOWN), proposed.proposals, proposed.shares]
        content = b"".join(canonical_rows(part) for part in parts)
        return hashlib.sha256(said + self.snapshot_hash + self.policy.policy_hash + content).digest()


def run_test(
    reader: Reader, *, entity: Entity, book: Book, as_of: date, known_seq: int, channel: str,
    authorised_on: date | None = None,
) -> Test:  # fmt: skip
    """Test a book's stock at a date as known at a sequence."""
    question = Question(as_of=as_of, known_seq=known_seq, channel=channel, authorised_on=authorised_on)
    return test_of(gather(reader, entity=entity, book=book, question=question))


def test_of(gathered: Gathered) -> Test:
    """Run a test on what was gathered for it."""
    units, found = assessed_of(gathered)
    return Test(gathered, flow.propose_changes(
        units=units, assessed=found, layers=gathered.layers, policy=gathered.policy.policy
    ))  # fmt: skip


test_of.__test__ = False  # type: ignore[attr-defined]  # A verb of the field, not a test for pytest to collect.


def assessed_of(gathered: Gathered) -> tuple[pl.DataFrame, Assessed]:
    """Return the units of what was gathered and what each is worth; who proposes nothing may gather layers summed by unit."""
    question, book, policy = gathered.question, gathered.book, gathered.policy.policy
    units, found = _assessed(gathered, gathered.facts.known)
    if not gathered.facts.bills.is_empty():
        units, found = _assessed(gathered, _with_products(gathered, found.assessments))
    looked_at = with_second_looks(
        found.assessments, evidence=gathered.evidence, uses=found.uses, policy=policy, as_of=question.as_of,
        currency=book.currency, channel=question.channel, scale=10 ** (6 - exponent(book.currency)),
    )  # fmt: skip
    described = looked_at.join(
        gathered.units.select("unit", "basis"), on="unit", how="left", maintain_order="left"
    ).join(_demand(gathered), on="item", how="left", maintain_order="left").with_columns(
        pl.col("demand_method").fill_null("")
    )  # fmt: skip
    return units, replace(found, assessments=described)


def _assessed(gathered: Gathered, known: Known) -> tuple[pl.DataFrame, Assessed]:
    """Assess the stock with what is known of it beside its cost and prices."""
    question = gathered.question
    return flow.assess_stock(
        layers=gathered.layers, evidence=gathered.evidence, policy=gathered.policy.policy, as_of=question.as_of,
        currency=gathered.book.currency, channel=question.channel, known=known,
        bases=gathered.units.select("unit", "basis"),
    )  # fmt: skip


def _with_products(gathered: Gathered, found: pl.DataFrame) -> Known:
    """Return what is known with what products make of materials, and what components in products have lost.

    What products fetch is what a first test of them says.
    """
    facts, rules = gathered.facts, {one.rule for one in gathered.policy.policy.estimators}
    known = facts.known
    outlets = outlets_of(
        bills=facts.bills, assessments=found, demand=facts.wanted, takes_all="excess" not in rules
    )  # fmt: skip
    costed = costed_bills(bills=facts.bills, assessments=found).filter(
        pl.col("materials_minor") <= pl.col("product_cost_minor"), pl.col("product_cost_minor") > 0
    )
    lost = roll_up(bill=costed, assessments=found)
    assert known.metrics is not None
    metrics = known.metrics.drop(LOST, strict=False).join(
        gathered.units.select("unit", "item").join(lost, on="item"), on="unit", how="left", maintain_order="left"
    ).drop("item")  # fmt: skip
    return replace(known, outlets=outlets, metrics=metrics)


def _demand(gathered: Gathered) -> pl.DataFrame:
    """Return the demand of each item, with who says so."""
    demand = gathered.facts.demand
    return demand.group_by("item").agg(
        demand_micro=pl.col("quantity_micro").sum().cast(pl.Int64), demand_method=pl.col("method").first().cast(pl.String)
    )  # fmt: skip
