"""Propose a pick; where something is lacking, with what may be given in its place."""

from dataclasses import replace

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.pick import Line, Request, Response, Substitute
from lowmark.services.recording.asked import read_quantity
from lowmark.services.stock.kits import picked_set
from lowmark.services.stock.picking import Found, Wanted, picked, together
from lowmark.store.items import statuses
from lowmark.store.session import Reader, reading

NAMED = "SELECT code, name FROM items_item WHERE id = %s"


def pick(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what to take now, and what is passed over.

    Raises: Problem `bad_request`, `not_found`; as `picked_set` does for a kit.
    """
    del actor
    wanted = Wanted(
        item=request.item, quantity_micro=read_quantity(request.quantity), on=request.picked_on,
        location=request.location, order=request.order, minimum_remaining_days=request.remaining_days,
    )  # fmt: skip
    with reading(granted.scope("report")) as reader:
        chosen = picked_set(reader, granted, wanted)
        found = chosen.found[0]
        number = found.item_id if chosen.kit_id is None else chosen.kit_id
        stands = statuses.statuses(reader, granted.entity.catalogue_id, on=request.picked_on).get(number)
        lacks = chosen.kit_id is None and found.picked.short_micro
        others = _substitutes(reader, granted, wanted, found, stands) if lacks else ()
    return Response(
        entity=granted.entity.code, item=request.item, remaining_days=found.days, short_micro=chosen.short_micro,
        status=stands.status if stands else "", substitutes=others,
        lines=tuple(
            Line(item=each.item, location=one.location, lot=one.lot, received_on=one.received_on, expires_on=one.expires_on,
                 best_before_on=one.best_before_on,
                 quantity_micro=one.quantity_micro, why=one.kept_by)
            for each in chosen.found for one in (*together(each.picked.take), *together(each.picked.passed))
        ),
    )  # fmt: skip


def _substitutes(
    reader: Reader, granted: Granted, wanted: Wanted, found: Found, stands: statuses.Status | None
) -> tuple[Substitute, ...]:  # fmt: skip
    """Return what may be given for what is lacking: what takes the item's place, then its substitutes, as far as there is any."""
    lacking = found.picked.short_micro
    offered = [
        (row["code"], row["name"], "substitute", row["rank"]) for row in statuses.substitutes(reader, found.item_id)
    ]
    if stands is not None and stands.superseded_by_id is not None:
        successor = reader.row(NAMED, [stands.superseded_by_id])
        assert successor is not None  # A register's rows stay.
        offered = [(successor["code"], successor["name"], "supersedes", 0),
                   *(one for one in offered if one[0] != successor["code"])]  # fmt: skip
    told = []
    for code, name, why, rank in offered:
        free = lacking - picked(reader, granted, replace(wanted, item=code, quantity_micro=lacking)).picked.short_micro
        if free:
            told.append(Substitute(item=code, name=name, why=why, rank=rank, free_micro=free))
    return tuple(told)
