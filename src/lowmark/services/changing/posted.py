"""Plan how goods go over to another formula: out of their pools at what they are carried at, into pools of their own.

Before this: a change of formula that is approved, with the items that go over. After this: the pen writes the plan as it does any
other. What is held against them goes with them. Each pool begins with one layer, at what its goods were carried at; where a change
goes back, with the layers that it would have, had the formula always been its own. A layer has the name of its move.
"""

import polars as pl

from lowmark.core import flow
from lowmark.core.costing.checks import LAYER_COLUMNS
from lowmark.core.recording.directions import RE_POOL
from lowmark.core.recording.faults import PROBLEM
from lowmark.core.write_downs.carry import STATES
from lowmark.services.changing.against import RETROSPECTIVE
from lowmark.services.changing.going_over import GoingOver
from lowmark.services.recording.formulas import GOING_OVER, RESTATED
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
    assert going.layers["quantity_micro"].sum() == going.goods["quantity_micro"].sum()
    moves = _moves(going, watermark)
    legs, pools = pooled(reader, book, legs_of(moves), there)
    sources = sources_of(reader, book, moves, legs, pools)
    layers = of_pools(valuation_read.current_layers(reader, entity.id), pools)
    allowances = of_pools(subledger_read.current_allowances(reader, book.id), pools).select(list(STATES))
    roles = ledger_read.roles(reader, entity.id)

    def post(legs: pl.DataFrame) -> flow.Posting:
        return flow.post_moves(
            moves=legs.select(LEG), links=sources.links, carried_links=sources.carried_links,
            released_before=sources.released, layers=layers.select(*LAYER_COLUMNS, "value_minor"),
            allowances=allowances, standards=NO_STANDARDS, roles=roles, document=document,
        )  # fmt: skip

    posting = post(sources.legs)
    if going.change["application"] == RETROSPECTIVE:
        moves = _restated(moves, going, posting)
        posting = post(_besides(sources.legs, moves))
    none = pl.DataFrame(schema=PROBLEM)
    return Plan(
        entity=entity, book=book, document=document, watermark=watermark, moves=moves, pools=pools, layers_before=layers,
        posting=posting, problems=pl.concat([none, short(posting, sources.legs), _over_cost(posting, sources.legs)]), notes=none,
        received=pl.DataFrame(schema=RECEIVED), productions=pl.DataFrame(schema=PRODUCTIONS),
    )  # fmt: skip


def _restated(moves: pl.DataFrame, going: GoingOver, posting: flow.Posting) -> pl.DataFrame:
    """Say of each move by how much its goods cost more by the new formula than what they leave at."""
    came = posting.costed.flows.filter(pl.col("quantity_micro") > 0).select("move", left_minor="value_minor")
    new = _by_layer(going)["new_minor"]
    return moves.with_columns(new.alias("new_minor")).join(came, on="move", how="left", maintain_order="left").with_columns(
        (pl.col("new_minor") - pl.col("left_minor")).alias(RESTATED)
    ).drop("new_minor", "left_minor")  # fmt: skip


def _besides(legs: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Give the legs by which goods come in what they are worth there besides."""
    besides = legs.select("move").join(moves.select("move", RESTATED), on="move", how="left", maintain_order="left")
    return legs.with_columns(value_minor=pl.when(pl.col("quantity_micro") > 0).then(besides[RESTATED]))


def _over_cost(posting: flow.Posting, legs: pl.DataFrame) -> pl.DataFrame:
    """Return a problem for goods that would come in at less than what is held against them."""
    over = posting.movements.filter(pl.col("event") == "release_over_cost").select("move").unique()
    return legs.filter(pl.col("quantity_micro") > 0).join(over, on="move", how="semi").select(
        "row", column=pl.lit("value"), value=pl.lit(""), code=pl.lit("held_over_cost"),
        message=pl.lit("more is held against some of these goods than they cost by the new formula"),
        hint=pl.lit("post a run that takes back what is held beyond that first"),
    ).cast(PROBLEM)  # fmt: skip


def _by_layer(going: GoingOver) -> pl.DataFrame:
    """Return the goods layer by layer, as they begin by the new formula."""
    goods = going.goods.drop("quantity_micro", "new_minor", "layers").rename({"received_on": "oldest_on"})
    return goods.join(going.layers, on="pool_id", maintain_order="left_right").with_columns(
        received_on=pl.coalesce("received_on", "oldest_on")
    )


def _moves(going: GoingOver, watermark: int) -> pl.DataFrame:
    """Return a move for each layer that goods begin with: from a place to itself, on the first day of the formula."""
    day, place = going.change["begins_on"], pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    said = _by_layer(going).select(
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
