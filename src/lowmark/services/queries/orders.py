"""Show orders by item, beside what is there."""

from collections import Counter

import polars as pl

from lowmark.core.tables.locations import AWAY, CONDITIONS
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.orders import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.session import reading
from lowmark.store.stock import strata as strata_store
from lowmark.store.stock.kept import all_reserved
from lowmark.store.stock.orders import open_lines


def orders(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a line for each item that is there or that orders are open for."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        items = items_read.items(reader, entity.catalogue_id)
        places = items_read.locations(reader, entity.id)
        there = strata_store.now(reader, entity.id).filter(pl.col("owner") == "")
        open_ = open_lines(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
        reserved = all_reserved(reader, entity.id)
    sound = [kind for kind, condition in CONDITIONS.items() if not condition and kind not in AWAY]
    here = there.join(places.filter(pl.col("kind").is_in(sound)), on="location_id", how="semi")
    on_hand: Counter[int] = Counter(dict(here.group_by("item_id").agg(pl.col("quantity_micro").sum()).iter_rows()))
    sides: dict[str, Counter[int]] = {"purchase": Counter(), "sale": Counter()}
    for side, item, quantity in open_.select("side", "item", "quantity_micro").iter_rows():
        sides[side][item] += quantity
    named = {number: (code, name) for number, code, name in items.select("item_id", "item", "name").iter_rows()}
    found = []
    for number in on_hand.keys() | sides["purchase"].keys() | sides["sale"].keys():
        code, name = named[number]
        if request.item in {"", code}:
            on_order, committed = sides["purchase"][number], sides["sale"][number]
            found.append(Line(
                item=code, name=name, on_hand_micro=on_hand[number], on_order_micro=on_order, committed_micro=committed,
                reserved_micro=reserved.get(number, 0), to_promise_micro=on_hand[number] + on_order - committed,
            ))  # fmt: skip
    return Response(entity=entity.code, as_of=request.as_of, known_seq=known_seq,
                    lines=tuple(sorted(found, key=lambda line: line.item)))  # fmt: skip
