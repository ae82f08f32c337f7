"""Put moves that come late among those that are recorded: read what happened to their goods since, and how all stood before.

Before this: `plan` has found that a document's goods have moves that count on later days. After this: `flow_late` costs them
again, and the pen writes the differences. Goods are an item and lot; links never lead from one to another, only from pool to
pool of their conditions. A pool is costed again from the first day on which something of it may be another (`reached`):
before that day nothing changes. A change of what a receipt cost is costed from the receipt on, and differs from its own day
on. A test posted before what differs stands. One posted on it or after it would not, and what is recorded is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.recosting import RECORDED as FLOWS
from lowmark.core.costing.recosting import Since, reached
from lowmark.core.flow_late import History
from lowmark.core.recording.directions import RE_POOL, Direction, direction
from lowmark.core.recording.owners import owned_way
from lowmark.core.tables.locations import CONDITIONS
from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE, STATES
from lowmark.core.write_downs.replay import RECORDED, SETTINGS
from lowmark.services.recording.formulas import GOING_OVER
from lowmark.services.recording.late.before import LAYER, Before
from lowmark.services.recording.late.links import arrivals_of, linked, released_before, source_costs
from lowmark.services.recording.late.made import by_epoch, carried_by_inputs, input_costs, made_among, with_products
from lowmark.services.recording.late.periods import NO_AVERAGES, Averages, of_pools_since
from lowmark.services.recording.late.values import changes_among, epochs_of, worth
from lowmark.services.recording.made import of_moves, without_value
from lowmark.services.recording.planned import RECEIVED
from lowmark.services.recording.pools import legs_of, standards_since
from lowmark.store.entities.read import Book, Entity
from lowmark.store.session import Reader
from lowmark.store.subledger import history as history_read

STARTING: Final = {"pool": pl.Int64, "starts_on": pl.Date, "differs_on": pl.Date}
OF: Final = ("item_id", "lot")
"""What goods are."""

LEG_TYPES: Final = {
    "pool": pl.Int64, "method": pl.String, "move": pl.Int64, "row": pl.Int64, "document": pl.String, "line": pl.String,
    "item_id": pl.Int64, "lot": pl.String, "known_seq": pl.Int64, "accounting_on": pl.Date, "quantity_micro": pl.Int64,
    "value_minor": pl.Int64, "kind": pl.String, "event": pl.String, "reason": pl.String, "item_class": pl.String,
    "source": pl.Int64, "is_new": pl.Boolean,
}  # fmt: skip
LEG: Final = tuple(LEG_TYPES)
TESTED: Final = {"pool": pl.Int64, "accounting_on": pl.Date, "starts_on": pl.Date, "differs_on": pl.Date}


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """The new legs of late goods with the old ones that are costed again with them, and what `flow_late` takes besides.

    Shapes: legs: ``LEG``; links and carried_links: as `post_moves` takes them; received: layer, received_on, of old moves;
            tested: pool, accounting_on, differs_on, of pools in which an allowance was set since something may differ.
    """

    legs: pl.DataFrame
    links: pl.DataFrame
    carried_links: pl.DataFrame
    history: History
    received: pl.DataFrame
    tested: pl.DataFrame


NOTHING_NEW: Final = Among(
    legs=pl.DataFrame(schema=LEG_TYPES), links=pl.DataFrame(schema=LINKS), carried_links=pl.DataFrame(schema=LINKS),
    history=History(
        layers=pl.DataFrame(schema=LAYER).drop("received_on"), allowances=pl.DataFrame(schema=STATES),
        recorded=pl.DataFrame(schema=FLOWS), carried=pl.DataFrame(schema=RECORDED),
        released_before=pl.DataFrame(schema=RELEASED_BEFORE),
    ),
    received=pl.DataFrame(schema=RECEIVED), tested=pl.DataFrame(schema=TESTED),
)  # fmt: skip
"""What a document reaches that changes no cost on hand."""


def recorded_legs(reader: Reader, entity: Entity, goods: pl.DataFrame, *, since: date, known_seq: int) -> pl.DataFrame:
    """Return what the moves of some goods (OF) recorded since a day did to pools: as `legs_of` does of new ones.

    Shapes: out: the columns of `legs_of`, and returns_move, received_on.
    """
    legs = legs_since(reader, entity, goods["item_id"].unique().sort().to_list(), since=since, known_seq=known_seq)
    return legs.join(goods, on=OF, how="semi", maintain_order="left")


def legs_since(reader: Reader, entity: Entity, items: Sequence[int], *, since: date, known_seq: int) -> pl.DataFrame:
    """Return what the moves of some items from a day on did to pools, as `legs_of` does of new ones."""
    return legs_of(
        _with_directions(history_read.moves_since(reader, entity.id, items, since=since, known_seq=known_seq))
    )


def _with_directions(moves: pl.DataFrame) -> pl.DataFrame:
    """Say of recorded moves which way they went, by which event, between which conditions; those within one are left out."""
    pairs = moves.select("from_kind", "to_kind", "owner", "to_owner").rows()
    ways = {pair: _way(*pair) for pair in set(pairs)}
    goes_over = pl.col(GOING_OVER).is_not_null()
    goes_back = (pl.col("direction") == "out") & pl.col("returns_move").is_not_null()
    return moves.with_columns(
        pl.Series("direction", [ways[pair][0] for pair in pairs], dtype=pl.String),
        pl.Series("event", [ways[pair][1] for pair in pairs], dtype=pl.String),
        *(pl.col(f"{side}_kind").replace_strict(dict(CONDITIONS), default=None, return_dtype=pl.String)
          .alias(f"{side}_condition") for side in ("from", "to")),
    ).with_columns(
        direction=pl.when(goes_over).then(pl.lit("between")).otherwise("direction"),
        event=pl.when(goes_over).then(pl.lit(RE_POOL)).otherwise("event"),
    ).with_columns(
        event=pl.when(goes_back & (pl.col("event") == "vendor_return")).then(pl.lit("receipt_reversed")).otherwise("event")
    ).filter(pl.col("direction") != "within")  # fmt: skip


def _way(from_kind: str, to_kind: str, owner: str, to_owner: str) -> tuple[Direction, str]:
    """Return which way a recorded move went, and by which event; title passes only where goods stay."""
    way = direction(from_kind=from_kind, to_kind=to_kind)
    return owned_way(way=way, owner=owner, to_owner=to_owner, stays=True) or ("within", "")


def among(
    reader: Reader, *, book: Book, moves: pl.DataFrame, new: pl.DataFrame, old: pl.DataFrame, pools: pl.DataFrame,
    known_seq: int, changes: pl.DataFrame | None = None, making: pl.DataFrame | None = None,
    averages: Averages = NO_AVERAGES,
) -> Among:  # fmt: skip
    """Put the new legs of late goods, and new changes of what their receipts cost, among the old ones.

    Shapes: new and old: legs with pool and method; pools: pool, GOODS, method, pool_id, of all pools of these goods; changes:
            pool, move, received_on (the receipt's accounting day), accounting_on, value_minor: of pools not at standard;
            making: the legs of new productions, as `made.made_among` takes them; averages: of periods.
    """
    legs = _together(moves, new, old)
    first: date = legs["accounting_on"].min()  # type: ignore[assignment]
    arrivals, earlier = arrivals_of(reader, legs, since=first, known_seq=known_seq)
    made = made_among(reader, book, legs, pools, making, since=first, known_seq=known_seq)
    starting = _starting(legs, with_products(arrivals, made), changes, pools, averages)
    counted = _counted(legs, starting)
    codes = pools.filter(pl.col("pool_id").is_not_null()).select("pool", "pool_id")
    begins: date = starting["starts_on"].min()  # type: ignore[assignment]
    flows, movements = _recorded(reader, book, codes, since=min(first, begins), known_seq=known_seq)
    movements = movements.join(starting, on="pool", how="left", maintain_order="left")
    costs = source_costs(reader, arrivals, counted, flows, codes, known_seq=known_seq)
    changed = changes_among(reader, counted, changes, known_seq=known_seq)
    made = of_moves(made.filter(pl.col("production") > 0), counted)
    inputs = input_costs(reader, made, counted, known_seq=known_seq)
    true_ups = of_pools_since(pools.join(starting, on="pool"), averages.trued)
    epochs = epochs_of(first=begins, flows=flows, costs=pl.concat([costs, inputs]), changes=changed, true_ups=true_ups)
    links = linked(counted, arrivals, costs, starting.select("pool", "differs_on"), epochs)
    here = pools.filter(pl.col("pool_id").is_not_null()).join(starting, on="pool", maintain_order="left")
    standards, rolls = standards_since(reader, book, pools.join(starting, on="pool"))
    moved = movements.drop("starts_on", "differs_on")
    said = tuple(averages.trued["ends_on"])
    before = Before(reader, here, moved, _counting_later(flows, starting), epochs, known_seq, said)
    layers = before.layers()
    again = counted.filter(~pl.col("is_new")).select("pool", "move")
    replayed = counted.join(starting, on="pool").filter(pl.col("accounting_on") >= pl.col("differs_on"))
    since_then = movements.filter(pl.col("accounting_on") >= pl.col("differs_on"))
    return Among(
        legs=without_value(links.legs, made), links=links.inside, carried_links=links.carried,
        history=History(
            standards=standards, rolls=rolls, revalued=_revalued(reader, here, known_seq),
            layers=layers.drop("received_on"), allowances=before.states(),
            recorded=flows.join(again, on=["pool", "move"], how="semi"),
            carried=since_then.filter(~pl.col("kind").is_in(SETTINGS)).select(list(RECORDED)),
            released_before=pl.concat([
                released_before(movements, links.carried, earlier, arrivals, replayed.select("pool", "move")),
                carried_by_inputs(reader, book, made, replayed, known_seq=known_seq),
            ]),
            made=by_epoch(made, inputs, epochs), true_ups=true_ups,
            differs=starting.select("pool", "differs_on"), arrived=arrivals.select("pool", "move"), epochs=epochs,
            values=pl.concat([links.values, worth(counted, changed, epochs)]),
        ),
        received=_received(layers, old),
        tested=_tested(since_then, starting),
    )  # fmt: skip


def _starting(
    legs: pl.DataFrame, arrivals: pl.DataFrame, changes: pl.DataFrame | None, pools: pl.DataFrame, averages: Averages
) -> pl.DataFrame:
    """Return the days from which pools are costed again, as a frame."""
    since: Mapping[int, Since] = reached(
        legs=legs, arrivals=arrivals, changes=changes if averages.saying is None else averages.saying,
        true_ups=of_pools_since(pools, averages.trued),
    )  # fmt: skip
    rows = [(pool, one.starts_on, one.differs_on) for pool, one in since.items()]
    return pl.DataFrame(rows, schema=STARTING, orient="row")


def _received(layers: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """Return when the goods of layers had first been received: of those that stood, and of those that old moves brought."""
    came = old.select("received_on", layer="move").select("layer", "received_on")
    return pl.concat([layers.select("layer", "received_on"), came]).unique("layer", keep="first")


def _tested(movements: pl.DataFrame, starting: pl.DataFrame) -> pl.DataFrame:
    """Return the last day on which the allowance of each pool was set by a test."""
    settings = movements.filter(pl.col("kind").is_in(SETTINGS))
    return settings.group_by("pool").agg(pl.col("accounting_on").max()).join(starting, on="pool")


def _counting_later(flows: pl.DataFrame, starting: pl.DataFrame) -> pl.DataFrame:
    """Return the flows of moves before the day from which their pool is costed again that count on that day or later."""
    return flows.join(starting, on="pool").filter(
        pl.col("moved_on") < pl.col("starts_on"), pl.col("accounting_on") >= pl.col("starts_on")
    )


def _counted(legs: pl.DataFrame, starting: pl.DataFrame) -> pl.DataFrame:
    """Return the legs that are costed again: those from the first day of their pool on."""
    return legs.join(starting, on="pool").filter(pl.col("accounting_on") >= pl.col("starts_on")).sort(
        "known_seq", pl.col("quantity_micro") > 0
    ).select(LEG)  # fmt: skip


def _recorded(
    reader: Reader, book: Book, codes: pl.DataFrame, *, since: date, known_seq: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what is recorded of some pools: their flows from a day on, and all that their layers carried of allowance."""
    numbers = codes["pool_id"].to_list()
    flows = history_read.flows_since(reader, numbers, since=since, known_seq=known_seq)
    movements = history_read.movements(reader, book.id, numbers, known_seq=known_seq)
    return flows.join(codes, on="pool_id"), movements.join(codes, on="pool_id", maintain_order="left")


def _revalued(reader: Reader, pools: pl.DataFrame, known_seq: int) -> pl.DataFrame:
    """Return by how much layers of pools were revalued to other standards since these are costed again."""
    found = history_read.revalued(reader, pools["pool_id"].to_list(), known_seq=known_seq)
    return found.join(pools.select("pool", "pool_id", "starts_on"), on="pool_id").filter(
        pl.col("accounting_on") >= pl.col("starts_on")
    )


def _together(moves: pl.DataFrame, new: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """Put new and old legs into one table; each that brings goods back names the move by which they left."""
    numbers = moves.select(source_row="row", numbered="move")
    named = new.join(numbers, on="source_row", how="left", maintain_order="left").with_columns(
        source=pl.coalesce("source_move", "numbered"), is_new=pl.lit(value=True)
    )
    return pl.concat([named.select(LEG), as_old(old, row=new.schema["row"]).select(LEG)])


def as_old(legs: pl.DataFrame, *, row: pl.DataType) -> pl.DataFrame:
    """Say of recorded legs that they are, and from which move the goods come back that some bring."""
    comes_back = (pl.col("quantity_micro") > 0) & pl.col("kind").is_null()
    return legs.with_columns(
        source=pl.when(comes_back).then("returns_move"), is_new=pl.lit(value=False), row=pl.lit(None, dtype=row)
    )
