"""Show orders by item, beside what is there."""

from collections import Counter

import polars as pl

from lowmark.core.kinds.quantity import MICRO
from lowmark.core.recording.kits import can_be_made
from lowmark.core.tables.locations import AWAY, CONDITIONS
from lowmark.services import kits
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.orders import Line, Request, Response
from lowmark.services.stock.kit_orders import owed_apart
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.session import reading
from lowmark.store.stock import strata as strata_store
from lowmark.store.stock.kept import all_reserved
from lowmark.store.stock.orders import open_lines


def orders(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a line for each item that is there or that orders are open for, by itself or in a kit."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        items = items_read.items(reader, entity.catalogue_id)
        places = items_read.locations(reader, entity.id)
        there = strata_store.now(reader, entity.id).filter(pl.col("owner") == "")
        open_ = open_lines(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
        apart = owed_apart(reader, entity.id, open_, as_of=request.as_of)
        contents = kits.contents(reader, entity.id, request.as_of)
        reserved = all_reserved(reader, entity.id)
    sound = [kind for kind, condition in CONDITIONS.items() if not condition and kind not in AWAY]
    here = there.join(places.filter(pl.col("kind").is_in(sound)), on="location_id", how="semi")
    on_hand: Counter[int] = Counter(dict(here.group_by("item_id").agg(pl.col("quantity_micro").sum()).iter_rows()))
    sides: dict[str, Counter[int]] = {"purchase": Counter(), "sale": Counter()}
    for side, item, quantity in open_.select("side", "item", "quantity_micro").iter_rows():
        sides[side][item] += quantity
    in_kits: Counter[int] = Counter()
    for item, quantity in apart.drop_nulls("kit").select("item", "quantity_micro").iter_rows():
        in_kits[item] += quantity
    named = {number: (code, name) for number, code, name in items.select("item_id", "item", "name").iter_rows()}
    touched = on_hand.keys() | sides["purchase"].keys() | sides["sale"].keys() | in_kits.keys()
    free = {one: on_hand[one] + sides["purchase"][one] - sides["sale"][one] - in_kits[one] for one in touched}
    found = [
        Line(
            item=named[number][0], name=named[number][1], on_hand_micro=on_hand[number],
            on_order_micro=sides["purchase"][number], committed_micro=sides["sale"][number],
            in_kits_micro=in_kits[number], reserved_micro=reserved.get(number, 0),
            to_promise_micro=free[number] if number not in contents else can_be_made(needs=contents[number], free=free)[0] * MICRO,
        )
        for number in touched if request.item in {"", named[number][0]}
    ]  # fmt: skip
    return Response(entity=entity.code, as_of=request.as_of, known_seq=known_seq,
                    lines=tuple(sorted(found, key=lambda line: line.item)))  # fmt: skip
