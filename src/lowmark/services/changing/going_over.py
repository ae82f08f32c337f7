"""Which goods go over to another formula of cost, what they take along, and everything that is against it as things stand.

Before this: a change of formula that was drafted. After this: people see its figures, one of them decides on exactly these, and
`plan_going_over` has them posted. Sources: IAS 8.24 and 8.25 (from a day on, where it is impracticable further back);
ASC 250-10-45-7.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lowmark.core.costing.conservation import rounded
from lowmark.core.costing.true_ups import PERIODIC
from lowmark.core.tables.locations import CONDITIONS
from lowmark.services.importing.alike import apart
from lowmark.services.policies import policy_in_force
from lowmark.services.recording.formulas import latest, now
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, Row
from lowmark.store.stock import places as places_read
from lowmark.store.stock import strata as strata_store
from lowmark.store.subledger import read as subledger_read
from lowmark.store.valuation import read as valuation_read

HELD = {"pool_id": pl.Int64, "held_minor": pl.Int64}


@dataclass(frozen=True, slots=True)
class Against:
    """One thing that is against a change as things stand."""

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingOver:
    """What goes over.

    Shapes: items: item_id, item, item_class; goods: pool_id, item_id, item, item_class, lot, condition, location_id, layers,
            quantity_micro, value_minor, held_minor, received_on: of the pools that have goods.
    """

    change: Row
    items: pl.DataFrame
    goods: pl.DataFrame
    against: tuple[Against, ...]

    def digest(self) -> bytes:
        """Return the hash of what is shown: the change, its items and the goods with what they take along."""
        said = [str(self.change[name]) for name in ("document", "replaces", "method", "item_class", "begins_on",
                                                    "impracticable", "because")]  # fmt: skip
        goods = self.goods.select("pool_id", "quantity_micro", "value_minor", "held_minor").rows()
        told = json.dumps([said, self.items["item"].to_list(), goods], separators=(",", ":"))
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
    chosen = items.join(named, on="item_id", how="semi").select("item_id", "item", "item_class").sort("item")
    goods = _goods(reader, entity, book, pools, change["begins_on"])
    against = _against(reader, entity, book, change, chosen, pools)
    return GoingOver(change=change, items=chosen, goods=goods, against=against)


def _goods(reader: Reader, entity: Entity, book: Book, pools: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return what the pools have, and a place for the move by which it goes over: the one that has most of it."""
    layers = valuation_read.current_layers(reader, entity.id).join(pools, on="pool_id", how="semi")
    gone = rounded("value_minor", "consumed_micro", "quantity_micro").cast(pl.Int64)
    has = layers.group_by("pool_id").agg(
        layers=pl.len().cast(pl.Int64), quantity_micro=(pl.col("quantity_micro") - pl.col("consumed_micro")).sum(),
        value_minor=(pl.col("value_minor") - gone).sum(), received_on=pl.col("received_on").min(),
    )  # fmt: skip
    known_seq = entities_read.known_seq(reader, entity.id)
    by_layer = subledger_read.held_at(reader, book.id, as_of=day, known_seq=known_seq)
    held = by_layer.group_by(pool_id="unit").agg(held_minor=pl.col("held_minor").sum()).cast(pl.Schema(HELD))
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


def _against(
    reader: Reader, entity: Entity, book: Book, change: Row, items: pl.DataFrame, pools: pl.DataFrame
) -> tuple[Against, ...]:
    """Return everything that is against a change as things stand."""
    last = latest(valuation_read.formula_items(reader, book.cost_basis_id))
    day, eve = change["begins_on"], change["begins_on"] - timedelta(days=1)
    period = next((one for one in entities_read.periods(reader, entity.id) if one.starts_on == day), None)
    numbers = items["item_id"].to_list()
    moved = pools.filter((pl.col("last_on") >= day) | (pl.col("set_on") >= day))["item"].unique().sort().to_list()
    since = items.join(last.filter(pl.col("begins_on") >= day), on="item_id", how="semi")["item"].to_list()
    trued_to = entities_read.trued_up_to(reader, entity.id) or date.min
    averaged = (
        pools.filter(pl.col("method") == PERIODIC, pl.col("last_on") > trued_to)["item"].unique().sort().to_list()
    )
    owed = bool(numbers) and bool(places_read.assumed(reader, entity.id, numbers))
    unlike = _unlike(reader, entity, book, change, items)
    checks = (
        (items.is_empty(), "no_goods", f"no goods are costed by {change['replaces']} that could go over",
         "name the formula that goods are costed by, and a class that has some"),
        (period is None, "no_period", f"no period begins on {day}", "begin a formula on the first day of a period"),
        (period is not None and period.state == "closed", "period_closed", f"the period of {day} is closed",
         "begin the formula on the first day of an open period, or reopen it"),
        (bool(moved), "moved_since", f"{_some(moved)} moved, or was tested, on {day} or after it",
         "goods go over before every move of that day: begin on the first day of the next period"),
        (bool(since), "changed_since", f"{_some(since)} went over to another formula on {day} or after it",
         "begin on a later day"),
        (bool(averaged), "not_trued_up", f"the averages of {_some(averaged)} have not been said up to {eve}",
         "true up the periods before that day first"),
        (owed, "provisional", "some of these goods were sold before they came", "record their receipts first"),
        (bool(unlike), "formula_differs", f"goods like {_some(unlike)} would be costed by another formula",
         "change goods of one class and category together"),
    )  # fmt: skip
    return tuple(Against(code, message, hint) for holds, code, message, hint in checks if holds)


def _unlike(reader: Reader, entity: Entity, book: Book, change: Row, items: pl.DataFrame) -> list[str]:
    """Return the items that would be costed by another formula than those like them, where the framework allows one only."""
    policy = policy_in_force(
        reader, entity_id=entity.id, framework=book.framework, on=change["begins_on"],
        known_seq=entities_read.known_seq(reader, entity.id), book_id=book.id,
    ).policy  # fmt: skip
    if not policy.one_formula:
        return []
    every = items_read.items_with_category(reader, entity.catalogue_id)
    goes = items.select("item_id", goes=pl.lit(change["method"]))
    named = every.join(goes, on="item_id", how="left", maintain_order="left").join(
        valuation_read.item_methods(reader, book.cost_basis_id), on="item_id", how="left", maintain_order="left"
    ).with_columns(method=pl.coalesce("goes", "own_method", pl.lit(_default(book, change))))  # fmt: skip
    return sorted(set(apart(named)) & set(items["item"]))


def _default(book: Book, change: Row) -> str:
    """Return the formula by which goods that are new begin after a change."""
    return str(change["method"]) if is_whole(book, change) else book.method


def is_whole(book: Book, change: Row) -> bool:
    """Say whether goods that are new begin by the new formula, too."""
    return not change["item_class"] and change["replaces"] == book.method


def _some(items: list[str]) -> str:
    """Return the first of some items, and how many more there are."""
    return items[0] if len(items) == 1 else f"{items[0]} and {len(items) - 1} more" if items else ""
