"""Tax bases of the layers of a book, what of a run's charges is deductible now, and current and deferred tax."""

from typing import Any

import polars as pl

from lowmark.core.frameworks.reporting import DeferredTaxPolicy, deferred_tax_policy, tax_policy
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.core.tables.runs import POSTED
from lowmark.core.tax.bases import tax_bases
from lowmark.core.tax.charges import charge_now
from lowmark.core.tax.deferred import deferred_tax, tax_effect
from lowmark.core.tax.evidence import with_tax_evidence
from lowmark.core.tax.opening import with_opening_bases
from lowmark.frameworks.read import tax_books
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.areas import area_in_force
from lowmark.services.finding import find_book, find_run
from lowmark.services.names import named
from lowmark.services.operations.tax import Line, Request, Response
from lowmark.services.testing import layers_at
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.evidence import read as evidence_read
from lowmark.store.runs import read as runs_read
from lowmark.store.session import Reader, reading
from lowmark.store.stock import opening
from lowmark.store.subledger import overlays as overlays_read
from lowmark.store.subledger import since as since_read
from lowmark.store.valuation import read as valuation_read

SUMMED = ("cost_minor", "carrying_minor", "tax_base_minor", "deductible_now_minor", "charge_minor", "charge_now_minor")


def tax(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return tax bases and taxes of a date, with a run's charges in them.

    Raises: Problem `not_found` for an unknown book, tax book or run; `bad_request` for a run of another date or book;
            `bad_tax_rate`.
    """
    del actor
    entity = granted.entity
    if request.tax_book not in tax_books():
        raise Problem("not_found", f"no tax book is called {request.tax_book[:40]!r}",
                      hint=f"there are {', '.join(tax_books())}")  # fmt: skip
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        at: dict[str, Any] = {"as_of": request.as_of, "known_seq": known_seq}
        law, words = (
            area_in_force(reader, entity_id=entity.id, framework=framework, area=area, on=request.as_of,
                          known_seq=known_seq, book_id=book.id)
            for framework, area in ((request.tax_book, "tax"), (book.framework, "deferred_tax"))
        )  # fmt: skip
        policy = tax_policy(law.values)
        layers = _layers(reader, granted, book, request, at)
        evidence = evidence_read.evidence(reader, entity.id, known_seq=known_seq)
        bases = tax_bases(policy=policy, layers=with_tax_evidence(
            layers=layers, evidence=evidence, as_of=request.as_of, currency=book.currency,
            offered_within_days=policy.offered_within_days,
        ))  # fmt: skip
        found = charge_now(layers=with_opening_bases(
            layers=bases, opening=opening.tax_bases(reader, book.id, request.tax_book, **at), policy=policy,
        ))  # fmt: skip
        overlay = int(overlays_read.overlay_moves(reader, book.id, **at)["amount_minor"].sum())
        found = named(reader, entity, found).join(
            valuation_read.layer_documents(reader, book.cost_basis_id), on="layer", how="left", maintain_order="left"
        )
    return _response(request, granted, book, found, overlay, known_seq, deferred_tax_policy(words.values))


def _layers(reader: Reader, granted: Granted, book: Book, request: Request, at: dict[str, Any]) -> pl.DataFrame:
    """Return the layers of a date with their method, why they are written down, and what the run charges on each."""
    methods = valuation_read.pools(reader, book.cost_basis_id).select("method", unit="pool_id")
    labels = (
        since_read.movements_until(reader, book.id, **at)
        .filter(pl.col("kind").is_in(["opening", "charge"]))
        .group_by("pool", "layer").agg(label=pl.col("allowance_reason").last())
        .rename({"pool": "unit"})
    )  # fmt: skip
    shares, is_posted = _shares(reader, granted, book, request)
    found = (
        layers_at(reader, book, **at)
        .join(methods, on="unit", how="left", maintain_order="left")
        .join(labels, on=["unit", "layer"], how="left", maintain_order="left")
        .join(shares, on=["unit", "layer"], how="left", maintain_order="left")
        .with_columns(charge_minor=pl.col("charge_minor").fill_null(0))
    )
    before = pl.col("held_minor") - (pl.col("charge_minor") if is_posted else 0)
    return found.with_columns(
        held_minor=before, carrying_minor=pl.col("cost_minor") - before - pl.col("charge_minor"),
        reason=pl.coalesce("reason", "label", pl.lit("")),
    ).drop("label")  # fmt: skip


def _shares(reader: Reader, granted: Granted, book: Book, request: Request) -> tuple[pl.DataFrame, bool]:
    """Return what the run charges on each layer, and whether that is in what is held already.

    Raises: Problem `not_found`, `bad_request`.
    """
    schema = {"unit": pl.Int64, "layer": pl.Int64, "charge_minor": pl.Int64, "reason": pl.String}
    if not request.run:
        return pl.DataFrame(schema=schema), False
    run = find_run(reader, granted, request.run)
    if run["book_id"] != book.id or run["as_of"] != request.as_of:
        raise Problem("bad_request", f"run {request.run} is of {run['as_of']} in book {run['book']}",
                      hint="ask for its own date and book")  # fmt: skip
    shares = runs_read.shares(reader, run["id"])
    return shares.select("layer", "reason", unit="pool", charge_minor="amount_minor").select(
        list(schema)
    ), run["state"] in POSTED  # fmt: skip


def _response(  # noqa: PLR0917
    request: Request, granted: Granted, book: Book, found: pl.DataFrame, overlay: int, known_seq: int,
    policy: DeferredTaxPolicy,
) -> Response:  # fmt: skip
    """Return the answer: layers, sums, the tax on what is deductible on disposal, and that of the run."""
    rate, recoverable = parse_rate_micro(request.tax_rate), parse_rate_micro(request.recoverable)
    sums = {name: int(found[name].sum()) for name in SUMMED}
    deferred = deferred_tax(
        tax_base_minor=sums["tax_base_minor"], carrying_minor=sums["carrying_minor"] - overlay, tax_rate_micro=rate,
        policy=policy, recoverable_micro=recoverable,
    )  # fmt: skip
    effect = tax_effect(
        charge_minor=sums["charge_minor"], deductible_now_minor=sums["charge_now_minor"], tax_rate_micro=rate,
        recoverable_micro=recoverable,
    )  # fmt: skip
    return Response(
        entity=granted.entity.code, book=book.code, tax_book=request.tax_book, as_of=request.as_of,
        known_seq=known_seq, currency=book.currency, **sums, overlay_minor=overlay,
        temporary_difference_minor=deferred.temporary_difference_minor, gross_asset_minor=deferred.gross_asset_minor,
        not_recognised_minor=deferred.not_recognised_minor,
        valuation_allowance_minor=deferred.valuation_allowance_minor, asset_minor=deferred.asset_minor,
        liability_minor=deferred.liability_minor, current_tax_minor=effect.current_tax_minor,
        deferred_tax_minor=effect.deferred_tax_minor, net_income_minor=effect.net_income_minor,
        lines=tuple(
            Line(item=row["item_code"], lot=row["lot_code"],
                 **{name: row[name] for name in Line.__dataclass_fields__ if name not in {"item", "lot"}})
            for row in found.sort("item_code", "lot_code", "layer").iter_rows(named=True)
        ),
    )  # fmt: skip
