"""Cost the goods of a book by another formula, in memory, and lay what counts by it beside what is recorded, day by day.

Before this: the request. After this: figures of years, of items and for the note. Sources: IAS 8.22 to 8.25;
ASC 250-10-45-5 to 45-7.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.costing.true_ups import PERIODIC
from lowmark.core.journal.borne_by import borne_by
from lowmark.core.kinds.problems import Problem
from lowmark.services.finding import find_book
from lowmark.services.formulas import why_not
from lowmark.services.operations.change_of_method import FORMULAS, Request
from lowmark.services.policies import policy_in_force
from lowmark.services.recording.anew import BEGINNING, Goods, anew, goods_of
from lowmark.services.recording.late.periods import of_pools_since, periods_trued
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader

REVALUATION = "standard_raised"
SAID = ("pool", "move", "event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Goods by two formulas.

    Shapes: goods: as they are costed; pools: pool, of those that change; counts: pool, accounting_on, borne_by, quantity_micro,
            value_minor, new_minor, of all pools; items: item_id, item, item_class; layers: by the other formula, as costing returns
            them. since: null where it always has been.
    """

    book: Book
    replaces: str
    method: str
    known_seq: int
    is_prospective: bool
    since: date | None
    goods: Goods
    pools: pl.DataFrame
    counts: pl.DataFrame
    layers: pl.DataFrame
    items: pl.DataFrame
    references: tuple[tuple[str, str, str], ...]
    is_provisional: bool


def compared(reader: Reader, entity: Entity, request: Request) -> Compared:
    """Return the goods of a book by their formula and by another.

    Raises: Problem ``refused`` for a formula that the framework does not have; ``bad_request``; ``not_costed``.
    """
    book = find_book(reader, entity, request.book)
    known_seq = entities_read.known_seq(reader, entity.id)
    policy = policy_in_force(
        reader, entity_id=entity.id, framework=book.framework, on=request.as_of, known_seq=known_seq, book_id=book.id
    ).policy
    replaces = _required(request, book)
    refusal = why_not(policy, request.method)
    if refusal is not None:
        raise Problem("refused", refusal[0], hint=refusal[1])
    is_prospective = request.method in policy.adopted_prospectively
    since = request.since or (entity.year_from(request.as_of) if is_prospective else None)
    _require_first_day(reader, entity, request)
    items = items_read.items(reader, entity.catalogue_id).select("item_id", "item", "item_class")
    goods = goods_of(reader, entity, book, items.drop("item_class"), known_seq=known_seq, until=request.as_of)
    pools = _changing(goods, items, replaces, request)
    counts, layers = by_both(reader, entity, book, goods, pools, method=request.method, since=since)
    return Compared(
        book=book, replaces=replaces, method=request.method, known_seq=known_seq,
        is_prospective=is_prospective, since=since, goods=goods,
        pools=pools, counts=counts, layers=layers, items=items,
        references=tuple(policy.references.get("inventories/adopted_prospectively", ())),
        is_provisional=request.method == PERIODIC and all(
            one.ends_on != request.as_of for one in entities_read.periods(reader, entity.id)),
    )  # fmt: skip


def _required(request: Request, book: Book) -> str:
    """Return the formula that is replaced.

    Raises: Problem ``bad_request``.
    """
    replaces = request.replaces or book.method
    if request.method not in FORMULAS:
        raise Problem("bad_request", f"{request.method[:40]!r} is no formula that goods are changed to",
                      hint=f"give one of {', '.join(FORMULAS)}")  # fmt: skip
    if replaces == request.method:
        raise Problem("bad_request", f"goods are costed by {replaces} already", hint="name another formula")
    if request.comparatives < 0:
        raise Problem("bad_request", "a number of years is not below zero", hint="give 0 for none")
    if request.since is not None and request.since > request.as_of:
        raise Problem("bad_request", "the formula is applied from a day after the date on", hint="give an earlier day")
    return replaces


def _require_first_day(reader: Reader, entity: Entity, request: Request) -> None:
    """Refuse a formula that would begin in the midst of a period.

    Raises: Problem ``bad_request``.
    """
    firsts = [period.starts_on for period in entities_read.periods(reader, entity.id)]
    if request.since is not None and request.since not in firsts:
        raise Problem("bad_request", f"no period of {entity.code} begins on {request.since}",
                      hint=f"give the first day of one, such as {firsts[0]}")  # fmt: skip


def _changing(goods: Goods, items: pl.DataFrame, replaces: str, request: Request) -> pl.DataFrame:
    """Return the pools that change: of our own goods, by the formula that is replaced.

    Raises: Problem ``bad_request`` where there is none.
    """
    classed = goods.pools.join(items.select("item_id", "item_class"), on="item_id", how="left", maintain_order="left")
    found = classed.filter(pl.col("owner") == "", pl.col("method") == replaces)
    if request.item_class:
        found = found.filter(pl.col("item_class") == request.item_class)
    if found.is_empty():
        raise Problem("bad_request", f"no goods are costed by {replaces} that could change",
                      hint="name the formula that goods are costed by, and a class that has some")  # fmt: skip
    return found.select("pool")


def by_both(
    reader: Reader, entity: Entity, book: Book, goods: Goods, pools: pl.DataFrame, *, method: str, since: date | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what counts on each day by either formula, and the layers that there are by the other one.

    Raises: Problem ``not_costed``.
    """
    first = since or BEGINNING
    changed = goods.by(method, pools)
    trued = periods_trued(reader, entity)
    again = anew(
        reader, book, changed, since=first, carried=pools, true_ups=_true_ups(reader, entity, changed, pools, trued, first),
        trued=tuple(trued["ends_on"]),
    )  # fmt: skip
    refused = again.costed.refused
    if not refused.is_empty():
        move = refused.join(goods.legs, on=["pool", "move"]).row(0, named=True)
        raise Problem("not_costed", f"{move['document']}/{move['line']} cannot be costed so: {move['code']}",
                      hint="its by-products are worth more than what went in by this formula")  # fmt: skip
    old, revalued = goods.stored, goods.revalued
    earlier = [
        old.filter(pl.col("moved_on") < first), _as_flows(revalued.filter(pl.col("accounting_on") < first)),
    ]  # fmt: skip
    new = [*earlier, again.flows, _as_flows(again.revalued)]
    both = pl.concat([
        _named([old, _as_flows(revalued)], goods).with_columns(new_minor=pl.lit(0, dtype=pl.Int64)),
        _named(new, goods).with_columns(
            new_minor="value_minor", value_minor=pl.lit(0, dtype=pl.Int64), quantity_micro=pl.lit(0, dtype=pl.Int64)),
    ])  # fmt: skip
    counts = both.group_by("pool", "accounting_on", "borne_by").agg(
        pl.col("quantity_micro", "value_minor", "new_minor").sum()
    ).sort("pool", "accounting_on", "borne_by")  # fmt: skip
    return counts, again.costed.layers


def _true_ups(
    reader: Reader, entity: Entity, goods: Goods, changing: pl.DataFrame, trued: pl.DataFrame, first: date
) -> pl.DataFrame:
    """Return the periods whose averages count: of pools that change every one that is over, of others those that were said."""
    over = pl.DataFrame(
        [(one.starts_on, one.ends_on) for one in entities_read.periods(reader, entity.id) if one.ends_on <= goods.until],
        schema=trued.schema, orient="row",
    )  # fmt: skip
    own = goods.pools.join(changing, on="pool", how="semi")
    rest = goods.pools.join(changing, on="pool", how="anti")
    said = trued.filter(pl.col("ends_on") <= goods.until)
    both = pl.concat([of_pools_since(own, over), of_pools_since(rest, said)])
    return both.filter(pl.col("starts_on") >= first)


def _as_flows(revalued: pl.DataFrame) -> pl.DataFrame:
    """Return revaluations as flows of the receipts that brought their layers."""
    if revalued.is_empty():
        return pl.DataFrame(schema=dict.fromkeys(("pool", "move", "quantity_micro", "value_minor"), pl.Int64)
                            | {"accounting_on": pl.Date, "event": pl.String})  # fmt: skip
    return revalued.select("pool", "accounting_on", "value_minor", move="layer", quantity_micro=pl.lit(0, dtype=pl.Int64),
                           event=pl.lit(REVALUATION))  # fmt: skip


def _named(parts: list[pl.DataFrame], goods: Goods) -> pl.DataFrame:
    """Say of flows which expense bears what they differ by."""
    columns = ("pool", "accounting_on", "event", "quantity_micro", "value_minor")
    events = goods.legs.select(SAID).unique(["pool", "move"])
    told = [
        part if "event" in part.columns else part.join(events, on=["pool", "move"], how="left", maintain_order="left")
        for part in parts
    ]
    flows = pl.concat([part.select(columns) for part in told])
    names = {event: borne_by(event) for event in flows["event"].unique().drop_nulls()}
    return flows.select(
        "pool", "accounting_on", "quantity_micro", "value_minor",
        borne_by=pl.col("event").fill_null("").replace_strict({"": "other", **names}, return_dtype=pl.String),
    )  # fmt: skip
