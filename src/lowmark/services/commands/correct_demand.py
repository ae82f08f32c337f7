"""Correct the demand of a day: a fact of its own, dated, with who said so and why. Nothing that moved is changed."""

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import parse_micro
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.correct_demand import OPERATION, Request, Response
from lowmark.store.items import read as items_read
from lowmark.store.session import Writer


def correct_demand(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a correction.

    Locks:  the entity clock.
    Raises: Problem `refused` without a quantity or a reason, `not_found` for an unknown item or place, as `parse_micro`.
    """
    micro = parse_micro(request.quantity)
    if micro == 0 or not request.because.strip():
        raise Problem("refused", "a correction has a quantity and a reason", hint="give both")
    entity = granted.entity

    def work(writer: Writer) -> Done:
        item = _number(items_read.items(writer, entity.catalogue_id), "item", request.item)
        place = (
            _number(items_read.locations(writer, entity.id), "location", request.location) if request.location else None
        )
        (seq,), recorded_at = writer.tick(entity.id, 1)
        (number,) = writer.take_ids("demand_correction", 1)
        writer.insert("demand_correction", [
            {"id": number, "entity_id": entity.id, "item_id": item, "location_id": place, "demand_on": request.demand_on,
             "quantity_micro": micro, "because": request.because, "corrected_by": granted.user_id, "known_seq": seq,
             "recorded_at": recorded_at}
        ])  # fmt: skip
        response = Response(
            entity=entity.code, item=request.item, demand_on=request.demand_on, quantity_micro=micro,
            because=request.because, corrected_by=actor.username,
        )  # fmt: skip
        return Done(response, f"demand of {request.item}", request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _number(frame: pl.DataFrame, name: str, code: str) -> int:
    found = frame.filter(pl.col(name) == code)[f"{name}_id"]
    if found.is_empty():
        raise Problem("not_found", f"there is no {name} {code[:40]!r}", hint="codes are case-sensitive")
    return int(found[0])
