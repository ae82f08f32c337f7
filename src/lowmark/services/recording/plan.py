"""Plan a recording: read what the documents name, cost the moves, make the entries. Nothing is written here.

A plan says as known at which sequence it was made (`watermark`); the pen uses it if nothing came since, and asks for
another if something did. Pools and lots that do not exist yet go by a dense code, moves by negative numbers.
"""

from dataclasses import replace
from typing import Final

import polars as pl

from lowmark.core import flow
from lowmark.core.costing.checks import LAYER_COLUMNS
from lowmark.core.recording.frozen import frozen_rows
from lowmark.core.recording.record import Known
from lowmark.core.write_downs.carry import STATES
from lowmark.services.recording.formulas import before_change, now
from lowmark.services.recording.late.plan import plan_late
from lowmark.services.recording.made import by_products_over_cost, made_of, produced_already
from lowmark.services.recording.planned import (
    LEG,
    PRODUCTIONS,
    RECEIVED,
    Plan,
    late_of_rolls,
    late_of_true_ups,
    of_pools,
    short,
)
from lowmark.services.recording.pools import legs_of, pooled, standards_of
from lowmark.services.recording.provisional import credited_of, provide
from lowmark.services.recording.sources import sources_of
from lowmark.services.recording.strata import laid_moves
from lowmark.services.recording.within import taken_back
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Entity
from lowmark.store.evidence import read as evidence_read
from lowmark.store.items import read as items_read
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader
from lowmark.store.stock import freezes
from lowmark.store.stock import kits as kits_read
from lowmark.store.stock import read as stock_read
from lowmark.store.subledger import read as subledger_read
from lowmark.store.valuation import read as valuation_read

OF_GOODS: Final = ("item_id", "lot", "condition", "owner")


def plan(
    reader: Reader, *, entity: Entity, documents: pl.DataFrame, document: str, productions: pl.DataFrame | None = None
) -> Plan:
    """Plan the recording of documents (the columns that `core.recording.record` takes), some of which are productions.

    Shapes: productions: ``PRODUCTIONS``.
    """
    planned = _plan(reader, entity=entity, documents=documents, document=document, productions=productions)
    return replace(planned, problems=planned.strata.problems) if planned.problems.is_empty() else planned


def _plan(
    reader: Reader, *, entity: Entity, documents: pl.DataFrame, document: str, productions: pl.DataFrame | None = None
) -> Plan:
    """Plan the recording; what places are short of is said only where nothing else is wrong."""
    book = entities_read.book(reader, entity.id)
    assert book is not None  # Every entity is set up with one.
    watermark = entities_read.known_seq(reader, entity.id)
    there = valuation_read.pools(reader, book.cost_basis_id)
    recorded = flow.record(documents=documents, known=_known(reader, entity, documents, there))
    planned = Plan(
        entity=entity, book=book, document=document, watermark=watermark,
        moves=_numbered(recorded.moves, watermark), pools=there, layers_before=pl.DataFrame(),
        posting=None, problems=recorded.problems, notes=recorded.notes, received=pl.DataFrame(schema=RECEIVED),
        productions=pl.DataFrame(schema=PRODUCTIONS) if productions is None else productions,
    )  # fmt: skip
    changed = valuation_read.formula_items(reader, book.cost_basis_id)
    frozen, before = _frozen(reader, entity, documents), before_change(planned.moves, changed)
    also = produced_already(reader, planned), taken_back(reader, entity, planned.moves), frozen, before
    planned = replace(planned, problems=pl.concat([recorded.problems, *also]))
    if not planned.problems.is_empty():
        return planned
    moves, lacking = provide(reader, planned, now(there, changed))
    moves = late_of_rolls(moves, evidence_read.rolls(reader, book.cost_basis_id))
    moves = late_of_true_ups(moves, entities_read.trued_up_to(reader, entity.id))
    moves, strata = laid_moves(reader, entity, _numbered(moves, watermark))
    planned = replace(planned, moves=moves, problems=lacking, strata=strata)
    if not lacking.is_empty():
        return planned
    if moves["is_late"].any():
        return plan_late(reader, planned, there)
    legs, pools = pooled(reader, book, legs_of(moves), there)
    standards, lacking = standards_of(reader, book, pools, legs)
    if not lacking.is_empty():
        return replace(planned, pools=pools, problems=lacking)
    sources = sources_of(reader, book, moves, legs, pools)
    legs, made = made_of(planned, sources.legs)
    layers = of_pools(valuation_read.current_layers(reader, entity.id), pools)
    posting = flow.post_moves(
        moves=legs.select(LEG), links=sources.links, carried_links=sources.carried_links, released_before=sources.released,
        layers=layers.select(*LAYER_COLUMNS, "value_minor"),
        allowances=of_pools(subledger_read.current_allowances(reader, book.id), pools).select(list(STATES)),
        standards=standards, roles=ledger_read.roles(reader, entity.id), document=document, made=made,
        credited=credited_of(legs),
    )  # fmt: skip
    return replace(
        planned,
        pools=pools,
        layers_before=layers,
        posting=posting,
        problems=pl.concat([short(posting, legs), by_products_over_cost(posting, legs)]),
    )


def _frozen(reader: Reader, entity: Entity, documents: pl.DataFrame) -> pl.DataFrame:
    """Return a problem for each side of a row that is frozen for a count."""
    frozen = pl.DataFrame(
        freezes.standing(reader, entity.id), schema={"location": pl.String, "document": pl.String}, orient="row"
    )
    return frozen_rows(documents=documents, frozen=frozen)


def _known(reader: Reader, entity: Entity, documents: pl.DataFrame, pools: pl.DataFrame) -> Known:
    """Read what documents may name."""
    periods = entities_read.periods(reader, entity.id)
    named = documents.filter(pl.col("returns_document") != "")["returns_document"].unique().sort().to_list()
    return Known(
        items=items_read.items(reader, entity.catalogue_id),
        locations=items_read.locations(reader, entity.id),
        lots=items_read.lots(reader, entity.id),
        periods=pl.DataFrame(
            {"starts_on": [p.starts_on for p in periods], "ends_on": [p.ends_on for p in periods],
             "state": [p.state for p in periods]},
            schema={"starts_on": pl.Date, "ends_on": pl.Date, "state": pl.String},
        ),
        recorded=stock_read.recorded(reader, entity.id, documents["document"].unique().to_list()),
        issued=stock_read.issued(reader, entity.id, named),
        last=pools.group_by(OF_GOODS, maintain_order=True).agg(pl.col("last_on", "set_on").max()),
        units=items_read.units(reader, entity.catalogue_id),
        kits=frozenset(kits_read.codes(reader, entity.id)),
    )  # fmt: skip


def _numbered(moves: pl.DataFrame, watermark: int) -> pl.DataFrame:
    """Give each move its number for now, and its place in the commit order as it would be."""
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    return moves.with_columns(move=-place, known_seq=place + watermark)
