"""Show kits: what each is of, and how many can be made of what is free where."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.kits import contents
from lowmark.services.operations.kits import Component, Line, Request, Response
from lowmark.services.stock.kits import ALL, makeable
from lowmark.services.stock.picking import Wanted, picked_each
from lowmark.store.session import reading
from lowmark.store.stock import kits as kits_store


def kits(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what can be made of sound goods of ours that nothing keeps, and that are not too old on the day.

    Raises: Problem `not_found` for an item that is no kit on that day.
    """
    del actor
    lines, components = [], []
    with reading(granted.scope("report")) as reader:
        codes = kits_store.codes(reader, granted.entity.id)
        held = {codes[number]: needs for number, needs in contents(reader, granted.entity.id, request.on).items()}
        wanted = sorted(code for code in held if request.kit in {"", code})
        if request.kit and not wanted:
            raise Problem(
                "not_found",
                f"{request.kit!r} is no kit on {request.on}",
                hint="define it, from that day on or an earlier one",
            )
        numbers = {code: number for number, code in codes.items()}
        items = kits_store.items(
            reader, sorted({*(numbers[kit] for kit in wanted), *(one for kit in wanted for one in held[kit])})
        )
        names = {number: str(item["code"]) for number, item in items.items()}
        asked = Wanted(item="", quantity_micro=ALL, on=request.on, location=request.location)
        components_of = [items[number] for number in sorted({number for kit in wanted for number in held[kit]})]
        free = picked_each(reader, granted, asked, components_of)
        for kit in wanted:
            lines += [
                Line(kit=kit, name=str(items[numbers[kit]]["name"]), location=one.location, kits=one.kits, binds=names[one.binds],
                     needed_micro=held[kit][one.binds], free_micro=one.free_micro)
                for one in makeable(free, held[kit])
            ]  # fmt: skip
            components += [
                Component(kit=kit, component=names[number], name=str(items[number]["name"]), quantity_micro=quantity)
                for number, quantity in held[kit].items()
            ]
    return Response(entity=granted.entity.code, lines=tuple(lines), components=tuple(components))
