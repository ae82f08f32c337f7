"""Which goods go over to another formula of cost, what they take along, and everything that is against it as things stand.

Before this: a change of formula that was drafted. After this: people see its figures, one of them decides on exactly these, and
`plan_going_over` has them posted. Sources: IAS 8.24 and 8.25 (from a day on, where it is impracticable further back);
ASC 250-10-45-7.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.costing.conservation import rounded
from lowmark.core.tables.locations import CONDITIONS
from lowmark.services.changing.against import RETROSPECTIVE, WHATEVER_GOES_OVER, Against, against, some
from lowmark.services.changing.restated import as_carried, restated
from lowmark.services.recording.formulas import now
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, Row
from lowmark.store.stock import strata as strata_store
from lowmark.store.subledger import read as subledger_read
from lowmark.store.valuation import read as valuation_read

HELD = {"pool_id": pl.Int64, "held_minor": pl.Int64}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingOver:
    """What goes over.

    Shapes: items: item_id, item, item_class, replaces, method (the same where goods keep their formula, and cost something else
            because those of which they are made do); goods: pool_id, item_id, item, item_class, lot, condition, location_id,
            layers, quantity_micro, value_minor, held_minor, received_on, new_minor (at what it is carried from then on): of the
            pools that have goods; layers: ``LAYER``, with which these begin, new_minor null where that is what the goods are
            carried at; effects: ``EFFECT``, of a change that goes back.
    """

    change: Row
    items: pl.DataFrame
    goods: pl.DataFrame
    layers: pl.DataFrame
    effects: pl.DataFrame
    against: tuple[Against, ...]

    def digest(self) -> bytes:
        """Return the hash of what is shown: the change, its items and the goods with what they take along."""
        said = [str(self.change[name]) for name in ("document", "replaces", "method", "item_class", "begins_on",
                                                    "application", "impracticable", "because")]  # fmt: skip
        goods = self.goods.select("pool_id", "quantity_micro", "value_minor", "held_minor", "new_minor").rows()
        items = self.items.select("item", "replaces", "method").rows()
        told = json.dumps([said, items, goods, self.effects.rows()], separators=(",", ":"))
        return hashlib.sha256(told.encode()).digest()


def going_over(reader: Reader, entity: Entity, book: Book, change: Row) -> GoingOver:
    """Return which goods go over by a change that was drafted, and what is against it."""
    changed = valuation_read.formula_items(reader, book.cost_basis_id)
    items = items_read.items_with_category(reader, entity.catalogue_id)
    if change["item_class"]:
        items = items.filter(pl.col("item_class") == change["item_class"])
    ours = valuation_read.pools(reader, book.cost_basis_id).filter(pl.col("owner") == "")
    pools = now(ours, changed).filter(pl.col("method") == change["replaces"]).join(
        items.select("item_id", "item", "item_class"), on="item_id", maintain_order="left"
    )  # fmt: skip
    own = valuation_read.item_methods(reader, book.cost_basis_id).filter(pl.col("own_method") == change["replaces"])
    begun = ours.join(pools, on="item_id", how="anti").select("item_id")
    named = pl.concat([pools.select("item_id"), own.join(begun, on="item_id", how="anti").select("item_id")])
    chosen = items.join(named, on="item_id", how="semi").select(
        "item_id", "item", "item_class", replaces=pl.lit(change["replaces"]), method=pl.lit(change["method"])
    ).sort("item")  # fmt: skip
    why_not = against(reader, entity, book, change, chosen, pools)
    figures_hold = all(one.code in WHATEVER_GOES_OVER for one in why_not)
    back = None
    if change["application"] == RETROSPECTIVE and not pools.is_empty() and figures_hold:
        back = restated(reader, entity, book, change)
        if not back.reached.is_empty():
            made = _made_of_them(reader, entity, now(ours, changed), back.reached)
            keeping = made.select("item_id", "item", "item_class", replaces="method", method="method").unique()
            pools, chosen = pl.concat([pools, made]), pl.concat([chosen, keeping]).sort("item")
            why_not = against(reader, entity, book, change, chosen, pools)
    goods = _goods(reader, entity, book, pools, change["begins_on"])
    back = back or as_carried(goods)
    new = back.layers.drop_nulls("new_minor").group_by("pool_id").agg(pl.col("new_minor").sum())
    goods = goods.join(new, on="pool_id", how="left", maintain_order="left").with_columns(
        pl.coalesce("new_minor", "value_minor").alias("new_minor")
    )
    return GoingOver(
        change=change, items=chosen, goods=goods, layers=back.layers, effects=back.effects,
        against=(*why_not, *back.against, *_held_over_cost(reader, entity, book, goods, change)),
    )  # fmt: skip


def _made_of_them(reader: Reader, entity: Entity, pools: pl.DataFrame, reached: pl.DataFrame) -> pl.DataFrame:
    """Return the pools of goods that keep their formula, and cost something else because they are made of those that change."""
    every = items_read.items_with_category(reader, entity.catalogue_id).select("item_id", "item", "item_class")
    own = pools.join(reached, on="item_id", how="semi", maintain_order="left")
    return own.join(every, on="item_id", maintain_order="left")


def _held_over_cost(reader: Reader, entity: Entity, book: Book, goods: pl.DataFrame, change: Row) -> Iterator[Against]:
    """Yield for each book of the goods those on which it holds more than they would cost: a release of that would be a result."""
    if change["application"] != RETROSPECTIVE:
        return
    for other in entities_read.books(reader, entity.id):
        if other.cost_basis_id != book.cost_basis_id:
            continue
        held = _held(reader, entity, other, change["begins_on"])
        beyond = goods.drop("held_minor").join(held, on="pool_id").filter(pl.col("held_minor") > pl.col("new_minor"))
        if over := beyond["item"].unique().sort().to_list():
            where, first = ("", "") if other.is_primary else (f" in book {other.code}", "carry that book, and ")
            yield Against("held_over_cost", f"more is held against {some(over)}{where} than it costs by the new formula",
                          f"{first}post a run that takes back what is held beyond that first")  # fmt: skip


def _held(reader: Reader, entity: Entity, book: Book, day: date) -> pl.DataFrame:
    """Return what a book holds against each pool on a day: ``HELD``."""
    by_layer = subledger_read.held_at(reader, book.id, as_of=day, known_seq=entities_read.known_seq(reader, entity.id))
    return by_layer.group_by(pool_id="unit").agg(held_minor=pl.col("held_minor").sum()).cast(pl.Schema(HELD))


def _goods(reader: Reader, entity: Entity, book: Book, pools: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return what the pools have, and a place for the move by which it goes over: the one that has most of it."""
    layers = valuation_read.current_layers(reader, entity.id).join(pools, on="pool_id", how="semi")
    gone = rounded("value_minor", "consumed_micro", "quantity_micro").cast(pl.Int64)
    has = layers.group_by("pool_id").agg(
        layers=pl.len().cast(pl.Int64), quantity_micro=(pl.col("quantity_micro") - pl.col("consumed_micro")).sum(),
        value_minor=(pl.col("value_minor") - gone).sum(), received_on=pl.col("received_on").min(),
    )  # fmt: skip
    held = _held(reader, entity, book, day)
    places = _places(reader, entity, pools)
    return (
        pools.join(has, on="pool_id", maintain_order="left").join(held, on="pool_id", how="left", maintain_order="left")
        .join(places, on=["item_id", "lot", "condition"], how="left", maintain_order="left")
        .select("pool_id", "item_id", "item", "item_class", "lot", "condition", "location_id", "layers", "quantity_micro",
                "value_minor", pl.col("held_minor").fill_null(0), "received_on").sort("item", "lot", "condition", "pool_id")
    )  # fmt: skip


def _places(reader: Reader, entity: Entity, pools: pl.DataFrame) -> pl.DataFrame:
    """Return of goods the place that has most of them: item_id, lot, condition, location_id."""
    kinds = dict(items_read.locations(reader, entity.id).select("location_id", "kind").iter_rows())
    shelves, _ = strata_store.shelves(reader, entity.id, pools["item_id"].unique().sort().to_list())
    rows = [
        (item, lot, CONDITIONS[kinds[place]], place, sum(days.values()))
        for (place, item, lot, owner), days in shelves.items() if owner == ""
    ]  # fmt: skip
    schema = {"item_id": pl.Int64, "lot": pl.String, "condition": pl.String, "location_id": pl.Int64, "there": pl.Int64}
    found = pl.DataFrame(rows, schema=schema, orient="row").sort("there", "location_id", descending=[True, False])
    return found.unique(["item_id", "lot", "condition"], keep="first", maintain_order=True).drop("there")
