"""Show kits: what each is of, and how many can be made of what is free where."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.kits import contents
from lowmark.services.operations.kits import Component, Line, Request, Response
from lowmark.services.stock.kits import makeable
from lowmark.services.stock.picking import Wanted
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
        for kit in wanted:
            asked = Wanted(item=kit, quantity_micro=0, on=request.on, location=request.location)
            lines += [
                Line(kit=kit, name=str(items[numbers[kit]]["name"]), location=one.location, kits=one.kits, binds=names[one.binds],
                     needed_micro=held[kit][one.binds], free_micro=one.free_micro)
                for one in makeable(reader, granted, asked, held[kit], names)
            ]  # fmt: skip
            components += [
                Component(kit=kit, component=names[number], name=str(items[number]["name"]), quantity_micro=quantity)
                for number, quantity in held[kit].items()
            ]
    return Response(entity=granted.entity.code, lines=tuple(lines), components=tuple(components))
