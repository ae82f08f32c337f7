"""Read everything that a test of one book's stock is made of, in one snapshot.

Before this: an open reader. After this: `run`, which needs no reader any more: so the same facts can be tested again with
another price, demand or rate. Firm lines of sales orders count beside the contracts that are evidence, the first to be
due first, under numbers below zero which `orders` leads back to the lines.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.assessment.bases import with_bases
from lowmark.core.frameworks.resolve import PolicyDocument
from lowmark.services.policies import policy_in_force
from lowmark.services.testing.known import Asked, Facts, known_of
from lowmark.services.testing.layers import layers_to_test
from lowmark.store.entities.read import Book, Entity
from lowmark.store.evidence import read as evidence_read
from lowmark.store.items.described import described
from lowmark.store.session import Reader
from lowmark.store.stock.orders import open_lines
from lowmark.store.valuation import read as valuation_read

FIRST_ORDER = -(10**15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is tested: at which date, as known when, on evidence of which channel, and on none after which day."""

    as_of: date
    known_seq: int
    channel: str = ""
    authorised_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a test is made of.

    Shapes: units: unit, item, lot, and what describes the item, with the basis of each. orders: evidence (below zero),
            order_line.
    """

    entity: Entity
    book: Book
    question: Question
    policy: PolicyDocument
    layers: pl.DataFrame
    evidence: pl.DataFrame
    orders: pl.DataFrame
    units: pl.DataFrame
    facts: Facts


def gather(
    reader: Reader, *, entity: Entity, book: Book, question: Question, layers: pl.DataFrame | None = None,
    at_market: pl.DataFrame | None = None,
) -> Gathered:  # fmt: skip
    """Read what a test of a book's stock is made of.

    Shapes: layers: in place of those that are recorded; at_market: unit, in place of those whose formula is recorded.
    Raises: Problem ``basis_out_of_scope``, and as `policy_in_force`.
    """
    as_of, known_seq = question.as_of, question.known_seq
    policy = policy_in_force(
        reader, entity_id=entity.id, framework=book.framework, on=as_of, known_seq=known_seq, book_id=book.id
    )
    if layers is None:
        layers = layers_to_test(reader, entity, book, as_of=as_of, known_seq=known_seq)
    if at_market is None:
        at_market = valuation_read.units_at_market(reader, book.cost_basis_id)
    evidence, orders = _evidence(reader, entity, question)
    units = layers.select("unit", "item", "lot", "expires_on").unique().sort("unit").join(
        described(reader, entity.catalogue_id, on=as_of), on="item", how="left", maintain_order="left"
    )  # fmt: skip
    based = with_bases(units, policy=policy.policy, at_market=at_market)
    facts = known_of(
        reader,
        Asked(entity.id, entity.catalogue_id, book, as_of, known_seq),
        policy=policy.policy,
        units=based,
        layers=layers,
    )
    return Gathered(
        entity=entity, book=book, question=question, policy=policy, layers=layers, evidence=evidence, orders=orders,
        units=based, facts=facts,
    )  # fmt: skip


def _evidence(reader: Reader, entity: Entity, question: Question) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the evidence known, none of it observed after the statements were authorised, and the lines of orders in it."""
    found = evidence_read.evidence(reader, entity.id, known_seq=question.known_seq)
    if question.authorised_on is not None:
        found = found.filter(pl.col("observed_on") <= question.authorised_on)
    firm = open_lines(reader, entity.id, as_of=question.as_of, known_seq=question.known_seq).filter(
        pl.col("side") == "sale", "is_firm"
    )
    numbered = firm.with_columns(evidence=pl.int_range(pl.len(), dtype=pl.Int64) + FIRST_ORDER)
    contracts = numbered.select(
        "evidence", "item", lot=pl.lit(None, pl.Int64), kind=pl.lit("firm_contract"), condition=pl.lit(""),
        channel=pl.lit(""), amount_micro="amount_micro", currency="currency", quantity_micro="quantity_micro",
        observed_on=pl.lit(question.as_of), confirms_date=pl.lit(value=False), standing=pl.lit("source_matched"),
    )  # fmt: skip
    return pl.concat([found, contracts.select(found.columns)]), numbered.select("evidence", "order_line")
