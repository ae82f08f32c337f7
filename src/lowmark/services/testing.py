"""Read what a test of stock needs, in one snapshot, and run it. Shared by `assess`, `propose`, `approve` and `post`."""

import hashlib
from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core import flow
from lowmark.core.frameworks.resolve import PolicyDocument
from lowmark.core.kinds.day import to_day
from lowmark.core.kinds.periods import fiscal_year
from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.of_the_year import held_of_the_year
from lowmark.services.policies import policy_in_force
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.evidence import read as evidence_read
from lowmark.store.session import Reader
from lowmark.store.subledger import read as subledger_read
from lowmark.store.valuation import read as valuation_read


@dataclass(frozen=True, slots=True)
class Test:
    """A test of one book's stock: what it was run on, and what it found."""

    entity: Entity
    book: Book
    as_of: date
    known_seq: int
    channel: str
    policy: PolicyDocument
    layers: pl.DataFrame
    evidence: pl.DataFrame
    tested: flow.Tested

    @property
    def snapshot_hash(self) -> bytes:
        """SHA-256 of the layers, the allowance before and the evidence, as canonical rows."""
        return hashlib.sha256(canonical_rows(self.layers) + canonical_rows(self.evidence)).digest()

    @property
    def run_hash(self) -> bytes:
        """SHA-256 of everything shown: snapshot, policy, assessments and proposals with their shares."""
        found, proposed = self.tested.assessed, self.tested.proposed
        said = f"{self.entity.code}|{self.book.code}|{self.as_of}|{self.channel}".encode()
        parts = [found.assessments, found.tiers, found.uses, proposed.proposals, proposed.shares]
        content = b"".join(canonical_rows(part) for part in parts)
        return hashlib.sha256(said + self.snapshot_hash + self.policy.policy_hash + content).digest()


def canonical_rows(frame: pl.DataFrame) -> bytes:
    """Return the SHA-256 of a frame's column names and rows, sorted: no order of rows or file format is in it."""
    if frame.is_empty():
        return hashlib.sha256(b"").digest()
    rows = frame.select(pl.all().cast(pl.String)).select(sorted(frame.columns)).rows()
    text = "\n".join("\x1f".join("\x00" if value is None else value for value in row) for row in sorted(
        rows, key=lambda row: tuple("" if value is None else value for value in row)
    ))  # fmt: skip
    return hashlib.sha256("\x1f".join(sorted(frame.columns)).encode() + b"\n" + text.encode()).digest()


def find_book(reader: Reader, entity: Entity, code: str) -> Book:
    """Return a book of an entity, the primary one where no code is given.

    Raises: Problem `not_found`.
    """
    book = entities_read.book(reader, entity.id, code)
    if book is None:
        raise Problem("not_found", f"{entity.code} has no book {code!r}", hint="leave it empty for the primary one")
    return book


def run_test(reader: Reader, *, entity: Entity, book: Book, as_of: date, known_seq: int, channel: str) -> Test:
    """Test a book's stock at a date as known at a sequence."""
    policy = policy_in_force(reader, entity_id=entity.id, framework=book.framework, on=as_of, known_seq=known_seq)
    layers = layers_to_test(reader, entity, book, as_of=as_of, known_seq=known_seq)
    evidence = evidence_read.evidence(reader, entity.id, known_seq=known_seq)
    tested = flow.test_stock(
        layers=layers, evidence=evidence, policy=policy.policy, as_of=as_of, currency=book.currency, channel=channel
    )
    return Test(entity, book, as_of, known_seq, channel, policy, layers, evidence, tested)


def layers_at(reader: Reader, book: Book, *, as_of: date, known_seq: int) -> pl.DataFrame:
    """Return the layers open at a date as known at a sequence, each with the allowance held on it."""
    layers = valuation_read.open_layers(reader, book.cost_basis_id, as_of=as_of, known_seq=known_seq)
    held = subledger_read.held_at(reader, book.id, as_of=as_of, known_seq=known_seq)
    return layers.join(held, on=["unit", "layer"], how="left", maintain_order="left").with_columns(
        pl.col("held_minor").fill_null(0)
    )


def layers_to_test(reader: Reader, entity: Entity, book: Book, *, as_of: date, known_seq: int) -> pl.DataFrame:
    """Return the layers open at a date, each with what of its allowance was charged in the date's fiscal year."""
    number = fiscal_year(to_day(as_of), entity.fiscal_year_start_month)
    year = subledger_read.set_in_year(reader, book.id, fiscal_year=number, as_of=as_of, known_seq=known_seq)
    layers = layers_at(reader, book, as_of=as_of, known_seq=known_seq)
    came = _came(reader, book, year, number, as_of=as_of, known_seq=known_seq) if not year.is_empty() else None
    return held_of_the_year(layers=layers, year=year, came=came)


def _came(reader: Reader, book: Book, year: pl.DataFrame, number: int, *, as_of: date, known_seq: int) -> pl.DataFrame:
    """Return what has joined layers since the fiscal year first changed their allowance, as `held_of_the_year` takes it."""
    flows = subledger_read.flows_of_held_layers(reader, book.id, book.cost_basis_id, as_of=as_of, known_seq=known_seq)
    own = flows.join(year.select("set_on", pool="unit", layer="layer"), on=["pool", "layer"], maintain_order="left")
    stood = own.with_columns(
        left_micro=pl.col("quantity_micro").cum_sum().over("pool", "layer") - pl.col("quantity_micro")
    )
    joined = stood.filter(pl.col("quantity_micro") > 0, pl.col("accounting_on") > pl.col("set_on"))
    brought = (
        subledger_read.movements_until(reader, book.id, as_of=as_of, known_seq=known_seq)
        .filter(pl.col("kind").is_in(["restore", "transfer"]), pl.col("amount_minor") > 0)
        .join(joined.select("pool", "layer", "move"), on=["pool", "layer", "move"], how="semi")
        .group_by("pool", "layer", "move").agg(earlier_minor=pl.col("amount_minor").filter(
            pl.col("fiscal_year") < number
        ).sum())
    )  # fmt: skip
    return joined.join(brought, on=["pool", "layer", "move"], how="left", maintain_order="left").select(
        "layer", "left_micro", "quantity_micro", unit="pool", earlier_minor=pl.col("earlier_minor").fill_null(0)
    )
