"""Show what goods cost, part by part, and where that went; nothing is written."""

from datetime import timedelta
from typing import Final

import polars as pl

from lowmark.core.costing.components import PARTS, WHOLE
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.cost_components import Class, Line, Movement, Request, Response
from lowmark.services.parting.costed import AMOUNTS, parted_at
from lowmark.services.recording.anew import BEGINNING, goods_of
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.session import reading
from lowmark.store.stock import intercompany

MONEY: Final = (*PARTS, WHOLE)
ORDER: Final = (
    "taken_over", "purchases", "returned_to_vendors", "into_production", "from_production", "abnormal_waste", "found",
    "title_passed", "restated", "standard_revaluation", "standard_variance", "sold_before_received", "cost_of_sales",
)  # fmt: skip
"""Ways in before ways out; what is not named comes after them."""
NOT_SPLIT: Final = (
    "Not split is what goods at standard cost, for a standard is one price, and what goods came at that were made at a value of "
    "their own. What they are made into has it beside its own labour and overhead."
)
WITHIN: Final = (
    "What was bought from members of the group is purchase at their price. What of it is their margin follows from their own "
    "books: the group's consolidation eliminates it, layer by layer."
)


def cost_components(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what goods cost on a day by part, and what came in and went out since another.

    Raises: Problem ``bad_request``; ``not_found``; ``not_as_recorded`` where the books are not what their moves cost.
    """
    del actor
    entity = granted.entity
    if request.since is not None and request.since > request.as_of:
        raise Problem("bad_request", "the first day is after the last", hint="give an earlier first day")
    if request.since is not None and request.since <= BEGINNING:
        raise Problem("bad_request", f"nothing is recorded before {BEGINNING}", hint="give a later first day")
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_seq(reader, entity.id)
        items = items_read.items(reader, entity.catalogue_id).select("item_id", "item", "item_class")
        chosen = _chosen(items, request)
        goods = goods_of(reader, entity, book, items.drop("item_class"), known_seq=known_seq, until=request.as_of)
        now = parted_at(reader, entity, book, goods, until=request.as_of)
        eve = None if request.since is None else request.since - timedelta(days=1)
        was = None if eve is None else parted_at(reader, entity, book, goods, until=eve)
        sides = intercompany.sides(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
    named = goods.pools.select("pool", "item_id", "condition").join(chosen, on="item_id")
    flows = now.flows.join(named, on="pool", maintain_order="left")
    before = None if was is None else was.flows.join(named, on="pool", maintain_order="left")
    lines = _there(flows, ["item_class", "item", "condition"])
    rounded = int(now.rounded.join(named, on="pool", how="semi")["rounded_minor"].sum())
    within = sum(
        row["value_minor"] or 0 for row in sides if row["side"] == "purchase" and row["item"] in set(chosen["item"])
    )
    return Response(
        entity=entity.code, book=book.code, as_of=request.as_of, since=request.since, known_seq=known_seq,
        currency=book.currency, value_minor=int(lines[WHOLE].sum()), rounded_minor=rounded,
        within_group_minor=within, notes=_notes(flows, within),
        movements=() if before is None else _movements(flows, before),
        classes=tuple(Class(**row) for row in _there(flows, ["item_class"]).drop("quantity_micro").iter_rows(named=True)),
        lines=tuple(Line(**row) for row in lines.iter_rows(named=True)),
    )  # fmt: skip


def _chosen(items: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Return the items that are asked for.

    Raises: Problem ``not_found``.
    """
    found = items
    for column, wanted in (("item_class", request.item_class), ("item", request.item)):
        if wanted:
            found = found.filter(pl.col(column) == wanted)
    if found.is_empty() and (request.item or request.item_class):
        raise Problem("not_found", f"{request.entity} knows no {(request.item or request.item_class)[:40]!r}",
                      hint="give the code of an item, or a class that has some")  # fmt: skip
    return found


def _there(flows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Return what there is."""
    shown = pl.any_horizontal(pl.col(name) != 0 for name in AMOUNTS)
    return flows.group_by(key).agg(pl.col(AMOUNTS).sum()).filter(shown).sort(key)


def _movements(flows: pl.DataFrame, before: pl.DataFrame) -> tuple[Movement, ...]:
    """Return what came in and went out between two days, from what there was to what there is."""
    opening, closing = (each.select(pl.col(MONEY).sum()).with_columns(what=pl.lit(what))
                        for each, what in ((before, "opening"), (flows, "closing")))  # fmt: skip
    both = pl.concat([flows.select("what", *MONEY), before.select("what", -pl.col(MONEY))])
    places = {what: place for place, what in enumerate(ORDER)}
    order = pl.col("what").replace_strict(places, default=len(ORDER), return_dtype=pl.Int64)
    summed = (
        both.group_by("what").agg(pl.col(MONEY).sum()).filter(pl.any_horizontal(pl.col(name) != 0 for name in MONEY))
    )
    moved = summed.sort(order, "what")
    assert opening.row(0)[:-1] == tuple(
        there - moved[name].sum() for there, name in zip(closing.row(0)[:-1], MONEY, strict=True)
    )
    columns = ["what", *MONEY]
    rows = pl.concat([opening.select(columns), moved.select(columns), closing.select(columns)])
    return tuple(Movement(**row) for row in rows.iter_rows(named=True))


def _notes(flows: pl.DataFrame, within: int) -> tuple[str, ...]:
    """Say what is not told apart."""
    said = []
    if (flows["not_split_minor"] != 0).any():
        said.append(NOT_SPLIT)
    if within:
        said.append(WITHIN)
    return tuple(said)
