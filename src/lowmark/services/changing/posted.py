"""Plan how goods go over to another formula: out of their pools at what they are carried at, into pools of their own.

Before this: a change of formula that is approved, with the items that go over. After this: the pen writes the plan as it does any
other. What they are held against goes with them; each pool begins with one layer, which has the name of the move.
"""

import polars as pl

from lowmark.core import flow
from lowmark.core.costing.checks import LAYER_COLUMNS
from lowmark.core.recording.directions import RE_POOL
from lowmark.core.recording.faults import PROBLEM
from lowmark.core.write_downs.carry import STATES
from lowmark.services.changing.going_over import GoingOver
from lowmark.services.recording.formulas import GOING_OVER
from lowmark.services.recording.late.again import NO_MOVES
from lowmark.services.recording.planned import LEG, PRODUCTIONS, RECEIVED, Plan, of_pools, short
from lowmark.services.recording.pools import legs_of, pooled
from lowmark.services.recording.sources import sources_of
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader
from lowmark.store.subledger import read as subledger_read
from lowmark.store.valuation import read as valuation_read

REASON = "formula_change"
NO_STANDARDS = pl.DataFrame(schema=dict.fromkeys(("pool", "quantity_micro", "value_minor"), pl.Int64))


def plan_going_over(reader: Reader, entity: Entity, book: Book, going: GoingOver) -> Plan:
    """Plan the moves of goods whose items are recorded as going over."""
    watermark, document = entities_read.known_seq(reader, entity.id), str(going.change["document"])
    there = valuation_read.pools(reader, book.cost_basis_id)
    moves = _moves(going, watermark)
    legs, pools = pooled(reader, book, legs_of(moves), there)
    sources = sources_of(reader, book, moves, legs, pools)
    layers = of_pools(valuation_read.current_layers(reader, entity.id), pools)
    posting = flow.post_moves(
        moves=sources.legs.select(LEG), links=sources.links, carried_links=sources.carried_links,
        released_before=sources.released, layers=layers.select(*LAYER_COLUMNS, "value_minor"),
        allowances=of_pools(subledger_read.current_allowances(reader, book.id), pools).select(list(STATES)),
        standards=NO_STANDARDS, roles=ledger_read.roles(reader, entity.id), document=document,
    )  # fmt: skip
    none = pl.DataFrame(schema=PROBLEM)
    return Plan(
        entity=entity, book=book, document=document, watermark=watermark, moves=moves, pools=pools, layers_before=layers,
        posting=posting, problems=pl.concat([none, short(posting, sources.legs)]), notes=none,
        received=pl.DataFrame(schema=RECEIVED), productions=pl.DataFrame(schema=PRODUCTIONS),
    )  # fmt: skip


def _moves(going: GoingOver, watermark: int) -> pl.DataFrame:
    """Return a move for each pool that has goods: from a place to itself, on the first day of the formula."""
    day, place = going.change["begins_on"], pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    said = going.goods.select(
        "item_id", "item_class", "lot", "quantity_micro", "received_on",
        row=place, move=-place, known_seq=place + watermark, document=pl.lit(str(going.change["document"])),
        line=place.cast(pl.String), from_location_id="location_id", to_location_id="location_id",
        from_condition="condition", to_condition="condition", reason=pl.lit(REASON), direction=pl.lit("between"),
        event=pl.lit(RE_POOL), effective_on=pl.lit(day), accounting_on=pl.lit(day), is_late=pl.lit(value=False),
        owner=pl.lit(""), to_owner=pl.lit(""), terms=pl.lit(""), unit=pl.lit(""),
    )  # fmt: skip
    empty = pl.DataFrame(schema=NO_MOVES)
    return (
        pl.concat([empty, said], how="diagonal_relaxed")
        .select(list(NO_MOVES))
        .cast(pl.Schema(NO_MOVES))
        .with_columns(pl.lit(int(going.change["id"]), dtype=pl.Int64).alias(GOING_OVER))
    )
